using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using static AiSre.Domain.Notifications.NotificationKind;

namespace AiSre.Domain.Tests.Notifications;

public sealed class QueueRulesTests
{
    [Fact]
    public void A_resolve_that_finds_its_beginning_unsent_cancels_both_and_what_lies_between()
    {
        var dropped = QueueRules.StandIns(
            Messages.Queue(Messages.Of("inc-1"), Messages.Of("inc-2"), Messages.Of("inc-1", SeverityRaised), Messages.Of("inc-1", Resolved)));
        Assert.Equal([1, 3, 4], dropped.Select(message => message.Seq));
        Assert.Equal(
            ["Over before it was sent, see n:ws:inc-1:Resolved:0:slack:default", "Its beginning was not sent, see n:ws:inc-1:Opened:0:slack:default"],
            [dropped[0].Reason, dropped[2].Reason]);
    }

    [Fact]
    public void A_beginning_that_may_have_arrived_is_followed_by_its_end() =>
        Assert.Empty(QueueRules.StandIns([Messages.Of("inc-1").Queued(1, attempts: 1), Messages.Of("inc-1", Resolved).Queued(2)]));

    [Fact]
    public void An_end_stands_in_for_updates_that_still_wait() =>
        Assert.Equal(
            [2, 3], Dropped(
                Messages.Of("inc-2"), Messages.Of("inc-1", Escalated), Messages.Of("inc-1", Acknowledged), Messages.Of("inc-1", Resolved)));

    [Fact]
    public void What_begins_anew_after_an_end_is_told() =>
        Assert.Equal(
            [1, 2], Dropped(Messages.Of("inc-1"), Messages.Of("inc-1", Resolved), Messages.Of("inc-1", Reopened), Messages.Of("inc-1", Escalated)));

    [Fact]
    public void The_newest_of_the_same_news_is_enough() =>
        Assert.Equal(
            [1, 2], Dropped(
                Messages.Of("inc-1", SeverityRaised), Messages.Of("inc-1", SeverityRaised, version: 1),
                Messages.Of("inc-1", SeverityRaised, version: 2)));

    [Fact]
    public void News_for_other_people_is_not_the_same()
    {
        var dave = Messages.Of("inc-1", Escalated) with { Content = Messages.Of("inc-1", Escalated).Content with { Recipients = ["dave"] } };
        var both = dave with { Key = "n:2", Content = dave.Content with { Recipients = ["eve", "dave"] } };
        Assert.Empty(Dropped(both, dave));
        Assert.Equal([1], Dropped(dave, both));
        Assert.Empty(Dropped(dave with { IsPage = true }, both));
        Assert.Empty(Dropped(dave, both with { Content = both.Content with { Severity = Severity.Info } }));
    }

    [Theory]
    [InlineData(Opened, Escalated)]
    [InlineData(ActionNeedsApproval, ActionNeedsApproval)]
    [InlineData(Acknowledged, Unacknowledged)]
    public void Different_news_are_all_told(NotificationKind first, NotificationKind second) =>
        Assert.Empty(Dropped(Messages.Of("inc-1", first), Messages.Of("inc-1", second, version: 1)));

    [Fact]
    public void Other_incidents_do_not_matter() => Assert.Empty(Dropped(Messages.Of("inc-1"), Messages.Of("inc-2", Resolved)));

    private static IEnumerable<long> Dropped(params OutboxMessage[] queue) =>
        QueueRules.StandIns(Messages.Queue(queue)).Select(message => message.Seq);
}
