using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;

namespace AiSre.Domain.Tests.Notifications;

public sealed class FallbackRulesTests
{
    private static readonly EmailChannel Email = new() { Name = "email", Host = "localhost", From = "a@b.c" };
    private static readonly WorkspaceDefinitions Definitions = With(
        new SlackChannel { Name = "slack" }, Email, new TeamsChannel { Name = "teams", Fallback = "slack" });

    [Fact]
    public void Mail_is_the_usual_fallback_and_goes_to_the_shared_address()
    {
        var copy = Assert.Single(Of(Definitions, Messages.Of("inc-1")));
        Assert.Equal(("email", "default", "n:ws:inc-1:Opened:0:email:default:fallback"), (copy.Channel, copy.Address, copy.Key));
    }

    [Fact]
    public void Recipients_get_it_in_their_own_mailboxes_if_all_of_them_have_one()
    {
        Assert.Equal(["dave@x.y"], Of(Definitions, For("dave")).Select(copy => copy.Address));
        var copies = Of(Definitions, For("dave", "eve"));
        Assert.Equal(["dave@x.y", "eve@x.y"], copies.Select(copy => copy.Address));
        Assert.Equal(2, copies.Select(copy => copy.Key).Distinct().Count());
        Assert.All(copies, copy => Assert.True(FallbackRules.IsFallback(copy)));
        Assert.Equal(["default"], Of(Definitions, For("dave", "frank")).Select(copy => copy.Address));
    }

    [Fact]
    public void A_channel_may_name_its_own() =>
        Assert.Equal("slack", Assert.Single(Of(Definitions, Messages.Of("inc-1", channel: "teams"))).Channel);

    [Fact]
    public void It_happens_once_and_only_for_what_is_bad_enough_and_only_to_another_channel_that_can_be_used()
    {
        Assert.Empty(Of(Definitions, Of(Definitions, Messages.Of("inc-1", channel: "teams"))[0]));
        Assert.Empty(Of(Definitions, Of(Definitions, For("dave", "eve"))[0] with { Channel = "teams" }));
        Assert.Empty(Of(Definitions, Messages.Of("inc-1", severity: Severity.Warning)));
        Assert.Empty(Of(Definitions, Messages.Of("inc-1", NotificationKind.Test)));
        Assert.Empty(Of(Definitions, Messages.Of("inc-1", channel: "email")));
        Assert.Empty(Of(With(Email with { Missing = ["SMTP_HOST"] }), Messages.Of("inc-1")));
        Assert.Empty(Of(WorkspaceDefinitions.Empty, Messages.Of("inc-1")));
    }

    [Fact]
    public void Several_channels_that_fail_with_one_page_have_one_copy()
    {
        var keys = new[] { "slack", "teams" }.Select(channel => Page($"esc:inc-1:0:1:default:{channel}", channel)).Select(page => page with
            {
                Content = page.Content with { Recipients = ["dave"] },
            }).SelectMany(page => Of(With(new SlackChannel { Name = "slack" }, Email, new TeamsChannel { Name = "teams" }), page));
        Assert.Equal(["esc:inc-1:0:1:email:dave@x.y:fallback"], keys.Select(copy => copy.Key).Distinct());
    }

    [Fact]
    public void Nobody_gets_the_same_page_twice_by_a_level_and_a_fallback()
    {
        var page = Page("esc:inc-1:0:1:U1:slack", "slack") with { Content = For("dave").Content };
        OutboxMessage mail = page with { Key = "esc:inc-1:0:1:dave@x.y:email", Channel = "email", Address = "dave@x.y" };
        Assert.Empty(FallbackRules.Of(Definitions, page, [mail]));
        var earlier = mail with { Content = mail.Content with { At = mail.Content.At.AddMinutes(-15) } };
        Assert.Single(FallbackRules.Of(Definitions, page, [earlier]));
    }

    [Fact]
    public void Nobody_gets_the_same_page_twice_by_a_route_and_a_fallback()
    {
        var routed = With(new SlackChannel { Name = "slack" }, Email with { To = ["ops@x.y"] }) with
        {
            Routes = new() { DefaultRules = NotificationRoutes.None.DefaultRules.Add(Severity.High, ["slack", "email"]) },
        };
        Assert.Empty(Of(routed, Page("esc:inc-1:0:1:U1:slack", "slack")));
        // Of a later step the routes hear nothing.
        var second = Page("esc:inc-1:0:2:U1:slack", "slack");
        Assert.Single(Of(routed, second with { Content = second.Content with { Kind = NotificationKind.Escalated } }));
    }

    private static ImmutableArray<OutboxMessage> Of(WorkspaceDefinitions definitions, OutboxMessage message) =>
        FallbackRules.Of(definitions, message, []);

    private static OutboxMessage Page(string key, string channel) => Messages.Of("inc-1", channel: channel) with { Key = key, IsPage = true };

    private static OutboxMessage For(params ImmutableArray<string> people) =>
        Messages.Of("inc-1") with { Content = Messages.Of("inc-1").Content with { Recipients = people } };

    private static WorkspaceDefinitions With(params ChannelDefinition[] channels) => new()
    {
        Channels = WorkspaceDefinitions.Empty.Channels.AddRange(channels.Select(channel => KeyValuePair.Create(channel.Name, channel))),
        People = WorkspaceDefinitions.Empty.People.Add("dave", new Person { Id = "dave" }.At("email", "dave@x.y"))
            .Add("eve", new Person { Id = "eve" }.At("email", "eve@x.y")).Add("frank", new() { Id = "frank" }),
    };
}
