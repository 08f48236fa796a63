using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.Tests.Escalation;
using AiSre.Integrations.Slack;

namespace AiSre.Domain.Tests.Notifications;

/// <summary>A link goes to one person, and opens nothing any more when that is not so.</summary>
public sealed class LinkRulesTests
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(72);

    private static readonly NotificationContent Page = new()
    {
        Kind = NotificationKind.Escalated, Severity = Severity.Critical, Workspace = "ws", IncidentId = "inc-1", Title = "Checkout fails",
        Since = Rota.Noon, At = Rota.Noon,
    };

    [Theory]
    [InlineData("email", "dave@x.test", "dave")]
    [InlineData("email", "Dave@X.test", "dave")]
    [InlineData("slack", "U1", "dave")]
    [InlineData("email", "ann@x.test", "ann")]
    [InlineData("email", "default", null)]
    [InlineData("email", "ops@x.test", null)]
    [InlineData("email", "dave@x.test,eve@x.test", null)]
    [InlineData("slack", "default", null)]
    [InlineData("slack", "#payments", null)]
    [InlineData("slack", "dave", null)]
    [InlineData("pagerduty", "default", null)]
    public void Only_an_address_of_ones_own_has_a_link(string channel, string address, string? person)
    {
        var link = LinkRules.Of(Page, Rota.Company.Channels[channel], address, Rota.Company, Lasts);
        Assert.Equal(person, link?.Person);
        if (link is not null) Assert.Equal(new SignedLink("ws", "inc-1", person!, channel, Rota.Noon, Rota.Noon.AddHours(72)), link);
    }

    [Fact]
    public void What_two_people_read_has_none()
    {
        var shared = With(Rota.Company.People["eve"].At("email", "DAVE@x.test"));
        Assert.Null(LinkRules.Of(Page, shared.Channels["email"], "dave@x.test", shared, Lasts));
        Assert.Equal("dave", LinkRules.Of(Page, shared.Channels["slack"], "U1", shared, Lasts)!.Person);
    }

    [Fact]
    public void Where_slack_has_one_room_for_all_there_is_none()
    {
        var webhook = Rota.Company with
        {
            Channels = Rota.Company.Channels.SetItem("slack", new SlackChannel { Name = "slack", WebhookUrl = "https://hooks.slack.test/1" }),
        };
        Assert.Null(LinkRules.Of(Page, webhook.Channels["slack"], "U1", webhook, Lasts));
    }

    [Fact]
    public void There_is_one_while_somebody_is_to_acknowledge()
    {
        NotificationContent[] without =
        [
            Page with { Phase = IncidentPhase.Acknowledged }, Page with { Phase = IncidentPhase.Resolved }, Page with { IncidentId = null },
            Page with { Kind = NotificationKind.Test }, Page with { Kind = NotificationKind.Digest },
        ];
        Assert.All(without, content => Assert.Null(LinkRules.Of(content, Rota.Company.Channels["email"], "dave@x.test", Rota.Company, Lasts)));
        Assert.NotNull(LinkRules.Of(
            Page with { Kind = NotificationKind.Unacknowledged }, Rota.Company.Channels["email"], "dave@x.test", Rota.Company, Lasts));
    }

    [Fact]
    public void It_opens_until_it_expires()
    {
        Assert.Equal(LinkStanding.Good, Judge(Rota.Company, Rota.Noon));
        Assert.Equal(LinkStanding.Good, Judge(Rota.Company, Rota.Noon.AddHours(72).AddMilliseconds(-1)));
        Assert.Equal(LinkStanding.Expired, Judge(Rota.Company, Rota.Noon.AddHours(72)));
    }

    [Fact]
    public void Who_has_left_or_has_another_address_opens_nothing()
    {
        Assert.Equal(LinkStanding.Withdrawn, Judge(Rota.Company with { People = Rota.Company.People.Remove("dave") }, Rota.Noon));
        Assert.Equal(LinkStanding.Withdrawn, Judge(With(Rota.Company.People["dave"].At("email", "dave@new.test")), Rota.Noon));
        Assert.Equal(LinkStanding.Withdrawn, Judge(With(Rota.Company.People["dave"].At("email", null)), Rota.Noon));
        Assert.Equal(LinkStanding.Withdrawn, Judge(With(Rota.Company.People["eve"].At("email", "dave@x.test")), Rota.Noon));
        Assert.Equal(LinkStanding.Withdrawn, Judge(Rota.Company with { Channels = Rota.Company.Channels.Remove("email") }, Rota.Noon));
        Assert.Equal(LinkStanding.Good, Judge(With(Rota.Company.People["dave"].At("slack", null)), Rota.Noon));
    }

    private static WorkspaceDefinitions With(Person person) => Rota.Company with { People = Rota.Company.People.SetItem(person.Id, person) };

    private static LinkStanding Judge(WorkspaceDefinitions definitions, DateTimeOffset now) => LinkRules.Judge(
        new("ws", "inc-1", "dave", "email", Rota.Noon, Rota.Noon.AddHours(72)), "stamp of dave@x.test", address => $"stamp of {address}",
        definitions, now);
}
