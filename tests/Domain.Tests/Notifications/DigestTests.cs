using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;

namespace AiSre.Domain.Tests.Notifications;

public sealed class DigestTests
{
    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 21)]
    public void More_than_twenty_waiting_messages_become_one(int count, int folded) => Assert.Equal(folded, Fold(Many(count)).Length);

    [Fact]
    public void Nothing_is_folded_before_a_digest_may_be_sent_until_too_much_waits()
    {
        Assert.Empty(Fold(Many(DigestRules.Overflow - 1), maySend: false));
        Assert.Equal(DigestRules.Overflow, Fold(Many(DigestRules.Overflow), maySend: false).Length);
    }

    [Fact]
    public void Ten_critical_messages_stay_and_the_others_join()
    {
        var queue = Enumerable.Range(1, 30).Select(i => Messages.Of($"inc-{i}", severity: i % 2 == 0 ? Severity.Critical : Severity.High).Queued(i))
            .ToList();
        var folded = Fold(queue, criticals: 10);
        Assert.Equal([2, 4, 6, 8, 10, 12, 14, 16, 18, 20], queue.Except(folded).Select(message => (int)message.Seq));
    }

    [Fact]
    public void What_an_incident_said_before_it_became_critical_stays_before_that()
    {
        List<QueuedMessage> queue =
            [Messages.Of("inc-0", severity: Severity.Warning).Queued(1), .. Many(20, from: 2),
                Messages.Of("inc-0", NotificationKind.SeverityRaised, Severity.Critical).Queued(50)];
        Assert.Equal([1, 50], queue.Except(Fold(queue, criticals: 10)).Select(message => (int)message.Seq));
    }

    [Fact]
    public void A_digest_that_waits_is_taken_apart_into_the_next()
    {
        var first = DigestMessage.Of(Many(21), Messages.Noon).Queued(30);
        List<QueuedMessage> queue = [first, .. Many(25, from: 31)];
        var folded = Fold(queue);
        Assert.Equal(26, folded.Length);
        var digest = DigestMessage.Of(folded, Messages.Noon);
        Assert.Equal("n:ws:digest:30-55:slack:default", digest.Key);
        Assert.Equal(46, digest.Content.Digest!.Count);
        Assert.Equal([new DigestCount("high", 46)], digest.Content.Digest.BySeverity);
    }

    [Fact]
    public void A_digest_that_has_waited_takes_along_whatever_little_came_after_it()
    {
        List<QueuedMessage> queue = [DigestMessage.Of(Many(21), Messages.Noon).Queued(30), Messages.Of("inc-99").Queued(31)];
        Assert.Empty(Fold(queue));
        Assert.Equal(2, Fold(queue, now: Messages.Noon.AddSeconds(10)).Length);
        Assert.Empty(Fold([queue[0]], now: Messages.Noon.AddSeconds(10)));
    }

    [Fact]
    public void It_counts_by_service_and_severity_and_shows_the_worst_titles_and_whom_it_is_for()
    {
        var warning = Messages.Of("inc-w", severity: Severity.Warning, service: "cart");
        ImmutableArray<QueuedMessage> queue =
        [
            (warning with { Content = warning.Content with { Recipients = ["dave"], At = Messages.Noon.AddMinutes(-1) } }).Queued(7),
            .. Many(12, from: 8),
            Messages.Of("inc-c", severity: Severity.Critical, service: null).Queued(20),
            (Messages.Of("inc-r", NotificationKind.Resolved) with { IsPage = true }).Queued(21),
        ];
        var message = DigestMessage.Of(queue, Messages.Noon);
        var digest = message.Content.Digest!;
        Assert.Equal("n:ws:digest:7-21:slack:default", message.Key);
        Assert.Equal(
            (15, Severity.Critical, "15 notifications in one", true),
            (digest.Count, message.Content.Severity, message.Content.Title, message.IsPage));
        Assert.Equal([new("critical", 1), new("high", 13), new("warning", 1)], digest.BySeverity);
        Assert.Equal([new("payments", 13), new("cart", 1), new("no service", 1)], digest.ByService);
        Assert.Equal((10, "Title of inc-c"), (digest.Titles.Length, digest.Titles[0]));
        Assert.Equal((Messages.Noon.AddMinutes(-1), Messages.Noon), (digest.From, digest.To));
        Assert.Equal(["dave"], message.Content.Recipients);
        Assert.Equal("http://localhost:8888/incidents", message.Content.Link);
        Assert.Contains("Resolved: Title of inc-r", DigestMessage.Of([queue[^1]], Messages.Noon).Content.Digest!.Titles);
    }

    [Fact]
    public void Services_beyond_fifty_are_others_however_often_digests_are_merged()
    {
        var many = Enumerable.Range(1, 80).Select(i => Messages.Of($"inc-{i}", service: $"svc-{i}").Queued(i)).ToImmutableArray();
        var once = DigestMessage.Of(many, Messages.Noon);
        var twice = DigestMessage.Of([once.Queued(81), .. Many(5, from: 82)], Messages.Noon).Content.Digest!;
        Assert.Equal((50, new DigestCount("others", 31)), (once.Content.Digest!.ByService.Length, once.Content.Digest.ByService[^1]));
        Assert.Equal(
            (50, 85, new DigestCount("payments", 5)), (twice.ByService.Length, twice.ByService.Sum(count => count.Count), twice.ByService[0]));
    }

    [Fact]
    public void Pagers_and_the_log_have_no_digests_and_a_channel_may_set_its_own()
    {
        Assert.Equal(0, DigestRules.After(new PagerDutyChannel { Name = "p" }));
        Assert.Equal(0, DigestRules.After(new LogChannel { Name = "log" }));
        Assert.Equal(20, DigestRules.After(new WebhookChannel { Name = "w" }));
        Assert.Equal(5, DigestRules.After(new TeamsChannel { Name = "t", DigestAfter = 5 }));
        Assert.Empty(DigestRules.Fold(Many(10_000), 0, 10, true, Messages.Noon));
    }

    private static ImmutableArray<QueuedMessage> Many(int count, int from = 1) =>
        [.. Enumerable.Range(from, count).Select(i => Messages.Of($"inc-{i}").Queued(i))];

    private static ImmutableArray<QueuedMessage> Fold(
        IReadOnlyCollection<QueuedMessage> queue, int criticals = 10, bool maySend = true, DateTimeOffset? now = null) =>
        DigestRules.Fold(queue, 20, criticals, maySend, now ?? Messages.Noon);
}
