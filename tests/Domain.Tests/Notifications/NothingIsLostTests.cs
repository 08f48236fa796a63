using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using CsCheck;

namespace AiSre.Domain.Tests.Notifications;

public sealed class NothingIsLostTests
{
    private static readonly SlackChannel Slack = new() { Name = "slack" };

    private static readonly Gen<List<(double At, OutboxMessage Message)>> Arrivals =
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 12], Gen.Enum<Severity>(), Gen.Double[0, 4]).List[1, 150].Select(items =>
        {
            var at = 0.0;
            return items.Select(
                (item, i) => (At: at += item.Item4, Message: Messages.Of($"inc-{item.Item1}", Kind(item.Item2), item.Item3, version: i))).ToList();
        });

    [Fact]
    public void Every_message_ends_as_sent_or_dead_or_with_the_name_of_what_stood_in_for_it() =>
        Gen.Select(
            Arrivals, Gen.Int[0, 100].Array[200], Gen.Int[1, 40],
            Gen.OneOfConst<ChannelDefinition>(Slack, new PagerDutyChannel { Name = "slack" }, new SlackChannel { Name = "slack", DigestAfter = 2 }))
            .Sample((arrivals, luck, page, channel) =>
            {
                var destination = new DestinationSimulation(channel, (call, _) => Answer(luck[call % luck.Length]));
                destination.Run(arrivals, page);
                Assert.All(destination.Fates.Keys, key => Assert.NotEqual("lost", destination.EndOf(key)));
                Assert.Equal(destination.Sent.Count, destination.Sent.DistinctBy(sent => sent.Message.Key).Count());
            });

    [Fact]
    public void Messages_of_one_incident_are_never_sent_in_another_order_than_they_were_written() =>
        Gen.Select(Arrivals, Gen.Int[0, 100].Array[200]).Sample((arrivals, luck) =>
        {
            var destination = new DestinationSimulation(Slack, (call, _) => Answer(luck[call % luck.Length]));
            destination.Run(arrivals);
            var written = arrivals.Select((arrival, i) => (arrival.Message.Key, i)).ToDictionary(entry => entry.Key, entry => entry.i);
            foreach (
                var incident in destination.Sent.Select(sent => sent.Message).Where(message => message.Content.Kind is not NotificationKind.Digest)
                .GroupBy(message => message.Content.IncidentId))
            {
                var order = incident.Select(message => written[message.Key]).ToList();
                Assert.Equal(order.Order(), order);
            }
        });

    [Fact]
    public void An_end_is_only_told_where_its_beginning_was_or_may_have_been() =>
        Gen.Select(Gen.Int[0, 100].Array[100], Gen.Int[1, 30], Gen.Double[0, 3]).Sample((luck, count, gap) =>
        {
            var destination = new DestinationSimulation(new PagerDutyChannel { Name = "slack" }, (call, _) => Answer(luck[call % luck.Length]));
            destination.Run(Enumerable.Range(0, count).SelectMany(i => new[]
            {
                (i * gap, Messages.Of($"inc-{i}")),
                (i * gap, Messages.Of($"inc-{i}", NotificationKind.Resolved)),
            }));
            var told = destination.SentAs(NotificationKind.Opened).Select(message => message.Content.IncidentId).ToHashSet();
            var dead = destination.Fates.Where(entry => entry.Value == "dead").Select(entry => entry.Key).ToHashSet();
            Assert.All(
                destination.SentAs(NotificationKind.Resolved), end =>
                Assert.True(told.Contains(end.Content.IncidentId) || dead.Contains(Messages.Of(end.Content.IncidentId!).Key)));
        });

    /// <summary>
    /// What docs/notifications.md promises: until the first digest what the rate allows, then one digest and ten criticals a minute.
    /// </summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(10, 0.05)]
    public void Ten_thousand_incidents_in_a_minute_are_a_handful_of_messages(int criticalsPerHundred, double failing)
    {
        var luck = new Random(7);
        var destination = new DestinationSimulation(Slack, (_, _) => new(luck.NextDouble() >= failing));
        destination.Run(
            Enumerable.Range(0, 10_000)
            .Select(i => (i * 60.0 / 10_000, Messages.Of($"inc-{i}", severity: i % 100 < criticalsPerHundred ? Severity.Critical : Severity.High))));

        var minutes = Math.Ceiling((destination.Now - Messages.Noon).TotalMinutes) + 1;
        var digests = destination.SentAs(NotificationKind.Digest).ToList();
        var criticals = destination.SentAs(NotificationKind.Opened).Count(message => message.Content.Severity is Severity.Critical);
        var others = destination.Sent.Count - digests.Count - criticals;
        Assert.InRange(digests.Count, 2, minutes);
        Assert.InRange(criticals, criticalsPerHundred == 0 ? 0 : 10, 10 + 10 * minutes);
        Assert.InRange(others, criticalsPerHundred == 0 ? 1 : 0, 23);
        Assert.True(destination.Now < Messages.Noon.AddMinutes(3));
        Assert.Equal(10_000, others + criticals + digests.Sum(digest => digest.Content.Digest!.Count));
        Assert.All(destination.Fates.Keys, key => Assert.Equal("sent", destination.EndOf(key)));
    }

    [Fact]
    public void A_vendor_that_is_away_for_an_hour_in_a_storm_gets_few_digests_afterwards_and_all_that_was_waiting_is_in_them()
    {
        var back = Messages.Noon.AddHours(1);
        var destination = new DestinationSimulation(Slack, (_, now) => new(now >= back));
        destination.Run(Enumerable.Range(0, 5_000).Select(i => (i * 0.7, Messages.Of($"inc-{i}", severity: Severity.Warning))));
        Assert.InRange(destination.Sent.Count, 1, 25);
        var dead = destination.Fates.Keys.Count(key => destination.EndOf(key) == "dead");
        Assert.Equal(destination.Fates.Count, dead + destination.Fates.Keys.Count(key => destination.EndOf(key) == "sent"));
    }

    [Fact]
    public void Below_the_digest_everything_is_sent_by_itself()
    {
        var destination = new DestinationSimulation(Slack, (_, _) => new(true));
        destination.Run(Enumerable.Range(0, 20).Select(i => (0.0, Messages.Of($"inc-{i}"))));
        Assert.Equal(20, destination.SentAs(NotificationKind.Opened).Count());
        Assert.Equal(TimeSpan.FromSeconds(17), destination.Now - Messages.Noon);
    }

    [Fact]
    public void A_pager_gets_every_page_at_its_own_pace()
    {
        var destination = new DestinationSimulation(new PagerDutyChannel { Name = "slack" }, (_, _) => new(true));
        destination.Run(Enumerable.Range(0, 320).Select(i => (0.0, Messages.Of($"inc-{i}", severity: i < 300 ? Severity.High : Severity.Critical))));
        Assert.Equal(320, destination.Sent.Count);
        Assert.All(destination.Sent.Take(20), sent => Assert.Equal(Severity.Critical, sent.Message.Content.Severity));
        Assert.Equal(3, (destination.Now - Messages.Noon).TotalMinutes, 0.01);
    }

    private static NotificationKind Kind(int number) =>
        (NotificationKind)number is NotificationKind.Digest or NotificationKind.Test ? NotificationKind.Opened : (NotificationKind)number;

    private static SimulatedAnswer Answer(int luck) =>
        luck switch { < 25 => new(false), < 35 => new(false, TimeSpan.FromSeconds(luck * 2)), _ => new(true) };
}
