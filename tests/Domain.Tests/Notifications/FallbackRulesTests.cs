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
        var copy = Assert.Single(FallbackRules.Of(Definitions, Messages.Of("inc-1")));
        Assert.Equal(("email", "default", "n:ws:inc-1:Opened:0:slack:default:fallback"), (copy.Channel, copy.Address, copy.Key));
    }

    [Fact]
    public void Recipients_get_it_in_their_own_mailboxes_if_all_of_them_have_one()
    {
        Assert.Equal(["dave@x.y"], FallbackRules.Of(Definitions, For("dave")).Select(copy => copy.Address));
        var copies = FallbackRules.Of(Definitions, For("dave", "eve"));
        Assert.Equal(["dave@x.y", "eve@x.y"], copies.Select(copy => copy.Address));
        Assert.Equal(2, copies.Select(copy => copy.Key).Distinct().Count());
        Assert.All(copies, copy => Assert.True(FallbackRules.IsFallback(copy)));
        Assert.Equal(["default"], FallbackRules.Of(Definitions, For("dave", "frank")).Select(copy => copy.Address));
    }

    [Fact]
    public void A_channel_may_name_its_own() =>
        Assert.Equal("slack", Assert.Single(FallbackRules.Of(Definitions, Messages.Of("inc-1", channel: "teams"))).Channel);

    [Fact]
    public void It_happens_once_and_only_for_what_is_bad_enough_and_only_to_another_channel_that_can_be_used()
    {
        Assert.Empty(FallbackRules.Of(Definitions, FallbackRules.Of(Definitions, Messages.Of("inc-1", channel: "teams"))[0]));
        Assert.Empty(FallbackRules.Of(Definitions, FallbackRules.Of(Definitions, For("dave", "eve"))[0] with { Channel = "teams" }));
        Assert.Empty(FallbackRules.Of(Definitions, Messages.Of("inc-1", severity: Severity.Warning)));
        Assert.Empty(FallbackRules.Of(Definitions, Messages.Of("inc-1", NotificationKind.Test)));
        Assert.Empty(FallbackRules.Of(Definitions, Messages.Of("inc-1", channel: "email")));
        Assert.Empty(FallbackRules.Of(With(Email with { Missing = ["SMTP_HOST"] }), Messages.Of("inc-1")));
        Assert.Empty(FallbackRules.Of(WorkspaceDefinitions.Empty, Messages.Of("inc-1")));
    }

    private static OutboxMessage For(params ImmutableArray<string> people) =>
        Messages.Of("inc-1") with { Content = Messages.Of("inc-1").Content with { Recipients = people } };

    private static WorkspaceDefinitions With(params ChannelDefinition[] channels) => new()
    {
        Channels = WorkspaceDefinitions.Empty.Channels.AddRange(channels.Select(channel => KeyValuePair.Create(channel.Name, channel))),
        People = WorkspaceDefinitions.Empty.People.Add("dave", new Person { Id = "dave" }.At("email", "dave@x.y"))
            .Add("eve", new Person { Id = "eve" }.At("email", "eve@x.y")).Add("frank", new() { Id = "frank" }),
    };
}
