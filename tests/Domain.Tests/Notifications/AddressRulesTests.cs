using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;

namespace AiSre.Domain.Tests.Notifications;

public sealed class AddressRulesTests
{
    private static readonly Person Dave = new Person { Id = "dave" }.At("email", "dave@x.test").At("slack", "U1");
    private static readonly Team Team =
        new() { Name = "t", Addresses = ImmutableDictionary<string, string>.Empty.Add("slack", "#pay").Add("pagerduty", "pay") };

    private static readonly PagerDutyChannel Pager =
        new() { Name = "pagerduty", RoutingKeys = ImmutableDictionary<string, string>.Empty.Add("default", "k").Add("pay", "k2") };

    [Fact]
    public void Slack_writes_to_the_person_where_it_can_and_mentions_him_where_it_cannot()
    {
        var token = With(new SlackChannel { Name = "slack", Token = "t", Channel = "#ops" });
        Assert.Equal(new("slack", "U1"), AddressRules.Of(Dave, Team, "slack", token));
        Assert.Equal(new("slack", "#pay"), AddressRules.Of(Dave.At("slack", null), Team, "slack", token));
        Assert.Equal(new("slack", "default"), AddressRules.Of(Dave.At("slack", null), null, "slack", token));
        Assert.Equal(
            new("slack", "default", "U1"),
            AddressRules.Of(Dave, null, "slack", With(new SlackChannel { Name = "slack", WebhookUrl = "https://hooks.test" })));
    }

    [Fact]
    public void Mail_goes_to_the_person_or_nowhere()
    {
        var mail = With(new EmailChannel { Name = "email", Host = "h", From = "f@x.test" });
        Assert.Equal(new("email", "dave@x.test"), AddressRules.Of(Dave, Team, "email", mail));
        Assert.Null(AddressRules.Of(Dave.At("email", null), Team, "email", mail));
        Assert.False(AddressRules.Shared("email", Team, mail).Reaches);
    }

    [Fact]
    public void A_pager_has_the_teams_key_or_the_default_one()
    {
        Assert.Equal(new("pagerduty", "pay"), AddressRules.Of(Dave, Team, "pagerduty", With(Pager)));
        Assert.Equal(new("pagerduty", "default"), AddressRules.Of(Dave, null, "pagerduty", With(Pager)));
        Assert.Equal(
            new("pagerduty", "default"),
            AddressRules.Of(Dave, Team with { Addresses = Team.Addresses.SetItem("pagerduty", "gone") }, "pagerduty", With(Pager)));
    }

    [Fact]
    public void What_cannot_be_used_is_written_into_the_log_and_reaches_nobody()
    {
        Assert.Equal(new("log", "default", Reaches: false), AddressRules.Of(Dave, Team, "teams", With(Pager)));
        Assert.Equal(new("log", "default", Reaches: false), AddressRules.Shared("pagerduty", Team, With(Pager with { Missing = ["PD_KEY"] })));
        Assert.True(AddressRules.Shared("log", Team, With(Pager)).Reaches);
    }

    private static WorkspaceDefinitions With(ChannelDefinition channel) =>
        WorkspaceDefinitions.Empty with { Channels = WorkspaceDefinitions.Empty.Channels.Add(channel.Name, channel) };
}
