using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using CsCheck;
using static AiSre.Domain.Tests.Heartbeats.CronScheduleTests;

namespace AiSre.Domain.Tests.Heartbeats;

/// <summary>A job that should have run by 03:00 in Berlin, and may be ten minutes late.</summary>
public class ScheduledHeartbeatTests
{
    private static readonly HeartbeatSettings ByThree = new() { Schedule = "0 3 * * *", TimeZone = "Europe/Berlin", GraceSeconds = 600 };
    private static readonly DateTimeOffset LongAgo = At("2025-01-01T00:00:00Z");

    [Theory]
    [InlineData("2026-01-15T01:50:00Z", "2026-01-16T02:10:00Z")] // Ten to three: for this one.
    [InlineData("2026-01-15T02:05:00Z", "2026-01-16T02:10:00Z")]
    [InlineData("2026-01-15T11:00:00Z", "2026-01-16T02:10:00Z")] // By hand at noon: tomorrow's is waited for all the same.
    [InlineData("2026-01-14T20:00:00Z", "2026-01-16T02:10:00Z")] // So early that it is nearer to the next.
    [InlineData("2026-03-28T01:50:00Z", "2026-03-29T01:10:00Z")] // The night is an hour shorter,
    [InlineData("2026-03-29T00:50:00Z", "2026-03-30T01:10:00Z")]
    [InlineData("2026-10-24T00:50:00Z", "2026-10-25T02:10:00Z")] // and an hour longer.
    [InlineData("2026-10-25T01:50:00Z", "2026-10-26T02:10:00Z")]
    public void A_beat_counts_for_one_time_and_the_next_is_due(string beat, string due) =>
        Assert.Equal(At(due), HeartbeatRules.Expected(ByThree, At(beat)) + ByThree.Grace);

    [Theory]
    [InlineData("2026-01-15T01:20:00Z")]
    [InlineData("2026-01-15T07:00:00Z")]
    public void A_line_of_a_crontab_works_with_its_run_time_as_grace(string beat)
    {
        var fromTwo = new HeartbeatSettings { Schedule = "0 2 * * *", TimeZone = "Europe/Berlin", GraceSeconds = 6 * 3_600 };
        Assert.Equal(At("2026-01-16T01:00:00Z"), HeartbeatRules.Expected(fromTwo, At(beat)));
        // Within the grace it is never too early for the next, however near that is.
        var often = new HeartbeatSettings { Schedule = "0 */8 * * *", GraceSeconds = 6 * 3_600 };
        Assert.Equal(At("2026-01-15T08:00:00Z"), HeartbeatRules.Expected(often, At("2026-01-15T05:59:00Z")));
    }

    [Fact]
    public void It_is_missing_when_its_grace_is_over()
    {
        var known = new HeartbeatEvidence(At("2026-01-15T01:50:00Z"), true, null, LongAgo, false);
        var due = At("2026-01-16T02:10:00Z");
        Assert.Equal(due, HeartbeatRules.Judge(ByThree, known, due.AddSeconds(-1)).LookAgainAt);
        Assert.True(HeartbeatRules.Judge(ByThree, known, due).IsMissing);
        Assert.Equal(TimeSpan.Zero, HeartbeatRules.StoreEvery(ByThree));
        var never = new HeartbeatEvidence(default, false, null, LongAgo, false) { DeclaredAt = At("2026-01-15T20:00:00Z") };
        Assert.Equal(due, HeartbeatRules.Judge(ByThree, never, never.DeclaredAt).LookAgainAt);
    }

    [Fact]
    public void An_outage_of_ours_excuses_what_was_due_in_it_and_nothing_that_comes_after_it()
    {
        var last = At("2026-01-15T01:50:00Z");
        // At three nobody could reach us: the next is tomorrow's.
        var over = new HeartbeatEvidence(last, false, At("2026-01-16T02:05:00Z"), LongAgo, false);
        Assert.Equal(At("2026-01-17T02:10:00Z"), HeartbeatRules.Judge(ByThree, over, At("2026-01-16T02:10:00Z")).LookAgainAt);
        // It was over hours before.
        var before = over with { AwayUntil = At("2026-01-15T21:00:00Z") };
        Assert.True(HeartbeatRules.Judge(ByThree, before, At("2026-01-16T02:10:00Z")).IsMissing);
        // Of a monthly one the same.
        var monthly = ByThree with { Schedule = "0 3 1 * *" };
        var ofMonth = new HeartbeatEvidence(At("2026-01-01T02:00:00Z"), false, At("2026-01-20T12:00:00Z"), LongAgo, false);
        Assert.True(HeartbeatRules.Judge(monthly, ofMonth, At("2026-02-01T02:10:00Z")).IsMissing);
    }

    [Fact]
    public void A_restart_of_ours_at_that_time_spares_it_once()
    {
        var now = At("2026-01-16T02:10:00Z");
        var known = new HeartbeatEvidence(At("2026-01-15T01:50:00Z"), false, null, At("2026-01-16T02:03:00Z"), false);
        Assert.Equal(new(At("2026-01-17T02:10:00Z"), IsMissing: false, Spared: true), HeartbeatRules.Judge(ByThree, known, now));
        Assert.True(HeartbeatRules.Judge(ByThree, known with { Spared = true }, now).IsMissing);
        Assert.True(HeartbeatRules.Judge(ByThree, known with { UpSince = At("2026-01-16T01:00:00Z") }, now).IsMissing);
    }

    [Fact]
    public void What_is_told_says_when_it_should_have_run()
    {
        var signal = HeartbeatSignals.Silence("backup", ByThree, default, At("2026-01-16T02:00:00Z"), SignalKind.Firing);
        Assert.Equal(
            "No beat has come yet. One is expected by 0 3 * * * (Europe/Berlin) and may be 600 s late.", signal.Description);
    }

    [Fact]
    public void The_next_is_always_after_the_beat_and_a_later_beat_never_makes_it_earlier() =>
        Gen.Select(
            Gen.OneOfConst("0 3 * * *", "30 2 * * *", "*/7 * * * *", "15 */3 * * *", "0 9-17 * * 1-5", "59 23 L * *", "30 1 31 * *"),
            Gen.OneOfConst("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"), Gen.Int[5, 200_000], Moment, Gen.Int[0, 400_000])
            .Sample((schedule, zone, grace, moment, later) =>
            {
                var settings = new HeartbeatSettings { Schedule = schedule, TimeZone = zone, GraceSeconds = grace };
                var expected = HeartbeatRules.Expected(settings, moment);
                return expected > moment && HeartbeatRules.First(settings, moment) <= expected
                    && HeartbeatRules.Expected(settings, moment.AddSeconds(later)) >= expected;
            });
}
