using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;

namespace AiSre.Domain.Tests.Slos;

/// <summary>What one incident has cost.</summary>
public sealed class SloBurntTests
{
    private static readonly DateTimeOffset Now = Promise.Now;

    [Fact]
    public void Of_incidents_it_is_the_time_that_it_was_open_without_what_does_not_count()
    {
        var correction = new Correction { From = Now.AddMinutes(-5), Until = Now.AddMinutes(-2), Reason = "r", Author = "a" };
        var burnt = SloBurntRules.OfIncident(
            Promise.Payments, [Promise.Interval(-30, -20), Promise.Interval(-10, null)], [correction], Now.AddMinutes(-30), Now);
        Assert.Equal((17, 21.6), (Math.Round(burnt.Minutes, 9), Math.Round(burnt.BudgetMinutes, 9)));
        Assert.Equal(78.7, SloRounding.Percent(burnt.BudgetPercent));
        Assert.Equal(0, SloBurntRules.OfIncident(Promise.Payments, [], [], Now.AddMinutes(-30), Now).Minutes);
    }

    /// <summary>One at noon and one at night, and nothing else failed: what both have burnt is what the budget has lost.</summary>
    [Fact]
    public void Of_events_the_parts_of_all_incidents_are_what_the_budget_has_lost()
    {
        var slo = Promise.Events;
        var (noon, night) = ((From: Now.AddHours(-20), Until: Now.AddHours(-19)), (From: Now.AddHours(-8), Until: Now.AddHours(-7)));
        var minutes = Enumerable.Range(1, 1_440).Select(back => Now.AddMinutes(-back)).Select(at => new SloBucket(
            SloBucket.MinuteOf(at), at >= noon.From && at < noon.Until ? 900 : at >= night.From && at < night.Until ? 5 : Usual(at), Usual(at)));
        var all = BucketRules.Past(minutes, Now);
        var reading = EventRules.Read(slo, all.Buckets, all.Retired, [], Now);
        var parts = new[] { noon, night }.Select(one => SloBurntRules.OfEvents(
            slo, BucketRules.Sum(all.Buckets, all.Retired, one.From, one.Until), reading, Now)!).ToList();
        Assert.Equal(Promise.Budget(slo, reading).ConsumedMinutes, parts.Sum(part => part.Minutes), 9);
        Assert.True(parts[0].Minutes > parts[1].Minutes);
        Assert.Null(SloBurntRules.OfEvents(slo, new(0, 0), reading, Now));
        Assert.Null(SloBurntRules.OfEvents(slo, new(1, 2), new(), Now));

        long Usual(DateTimeOffset at) => at >= night.From && at < night.Until ? 10 : 1_000;
    }
}
