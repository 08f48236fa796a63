using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;

namespace AiSre.Domain.Tests.Heartbeats;

public class HeartbeatRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LongAgo = Noon.AddDays(-30);
    private static readonly HeartbeatSettings Minute = new() { IntervalSeconds = 60, GraceSeconds = 20 };

    [Theory]
    [InlineData(79, false)]
    [InlineData(80, true)]
    public void A_beat_is_missing_after_interval_and_grace(int seconds, bool missing)
    {
        var verdict = HeartbeatRules.Judge(Minute, new(Noon, false, null, LongAgo, false), Noon.AddSeconds(seconds));
        Assert.Equal(missing, verdict.IsMissing);
        Assert.Equal(missing ? null : Noon.AddSeconds(80), verdict.LookAgainAt);
    }

    [Fact]
    public void What_the_disk_knows_is_believed_as_much_longer_as_it_may_be_old()
    {
        // The last stored beat was at noon, the last acknowledged one up to a quarter of an interval later.
        var known = new HeartbeatEvidence(Noon, true, null, LongAgo, false);
        Assert.Equal(Noon.AddSeconds(15 + 60 + 20), HeartbeatRules.Judge(Minute, known, Noon.AddSeconds(94)).LookAgainAt);
        Assert.True(HeartbeatRules.Judge(Minute, known, Noon.AddSeconds(95)).IsMissing);
    }

    [Fact]
    public void After_an_outage_of_ours_a_sender_gets_one_whole_turn()
    {
        var back = Noon.AddMinutes(30);
        Assert.Equal(back.AddSeconds(80), HeartbeatRules.Judge(Minute, new(Noon, false, back, LongAgo, false), back).LookAgainAt);
        Assert.True(HeartbeatRules.Judge(Minute, new(Noon, false, back, LongAgo, false), back.AddSeconds(80)).IsMissing);
        // An outage before its last beat is none of its business.
        Assert.True(HeartbeatRules.Judge(Minute, new(Noon, false, Noon.AddHours(-1), LongAgo, false), Noon.AddSeconds(80)).IsMissing);
    }

    [Fact]
    public void A_restart_when_the_beat_was_due_spares_its_sender_once()
    {
        var started = Noon.AddSeconds(75);
        var verdict = HeartbeatRules.Judge(Minute, new(Noon, false, null, started, false), Noon.AddSeconds(81));
        Assert.Equal((started.AddSeconds(80), false, true), (verdict.LookAgainAt, verdict.IsMissing, verdict.Spared));
        Assert.True(HeartbeatRules.Judge(Minute, new(Noon, false, null, started, true), Noon.AddSeconds(81)).IsMissing);
        Assert.True(HeartbeatRules.Judge(Minute, new(Noon, false, null, started, false), started.AddSeconds(80)).IsMissing);
    }

    [Fact]
    public void A_restart_long_before_the_beat_was_due_changes_nothing()
    {
        var weekly = new HeartbeatSettings { IntervalSeconds = 604_800, GraceSeconds = 3_600 };
        Assert.True(HeartbeatRules.Judge(weekly, new(Noon, false, null, Noon.AddDays(6), false), Noon.AddDays(7).AddHours(1)).IsMissing);
    }

    [Fact]
    public void Nobody_is_spared_for_longer_than_a_day()
    {
        // We started when the beat was due. Of the daily job it may have met a closed door; the weekly one would be a week without a word.
        foreach (var (days, spared) in new[] { (1, true), (7, false) })
        {
            var settings = new HeartbeatSettings { IntervalSeconds = days * 86_400, GraceSeconds = 3_600 };
            var known = new HeartbeatEvidence(Noon, false, null, Noon.AddDays(days).AddMinutes(30), false);
            Assert.Equal(spared, HeartbeatRules.Judge(settings, known, Noon.AddDays(days).AddHours(1)).Spared);
        }
    }

    [Fact]
    public void What_has_never_run_is_waited_for_from_its_declaration()
    {
        var known = new HeartbeatEvidence(default, false, null, LongAgo, false) { DeclaredAt = Noon };
        Assert.Equal(Noon.AddSeconds(80), HeartbeatRules.Judge(Minute, known, Noon).LookAgainAt);
        Assert.True(HeartbeatRules.Judge(Minute, known, Noon.AddSeconds(80)).IsMissing);
        // Declared anew with another interval, its last beat does not make it late at once.
        var anew = new HeartbeatEvidence(Noon.AddDays(-6), false, null, LongAgo, false) { DeclaredAt = Noon };
        Assert.Equal(Noon.AddSeconds(80), HeartbeatRules.Judge(Minute, anew, Noon).LookAgainAt);
    }

    [Fact]
    public void A_run_has_its_time_from_its_start_and_again_after_an_outage_of_ours()
    {
        var hour = Minute with { MaxRuntimeSeconds = 3_600 };
        Assert.Equal(Noon.AddHours(1), HeartbeatRules.EndsBy(hour, Noon, null));
        Assert.Equal(Noon.AddHours(1), HeartbeatRules.EndsBy(hour, Noon, Noon.AddHours(-1)));
        Assert.Equal(Noon.AddMinutes(90), HeartbeatRules.EndsBy(hour, Noon, Noon.AddMinutes(30)));
        Assert.Null(HeartbeatRules.EndsBy(Minute, Noon, null));
    }

    [Fact]
    public void Two_missing_hearts_are_two_alerts_however_alike_they_read()
    {
        var signal = HeartbeatSignals.Silence("backup-1", Minute with { Service = "db" }, Noon, Noon.AddMinutes(1), SignalKind.Firing);
        Assert.True(AlertSource.GuaranteesIdentity(signal.Source));
        Assert.NotEqual(IdentityKey.Of(signal), IdentityKey.Of(HeartbeatSignals.Silence("backup-2", Minute, Noon, Noon, SignalKind.Firing)));
        Assert.Equal("heartbeat:-:backup-1", IdentityKey.Of(signal));
        Assert.Equal(
            ("Heartbeat backup-1 is missing", Severity.Critical, "db", Noon.AddMinutes(1)),
            (signal.Title, signal.Severity, signal.Subject.Service, signal.StartsAt));
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(60, 30)]
    [InlineData(604_800, 302_400)]
    public void The_grace_is_half_the_interval_and_at_least_five_seconds(int interval, int grace) =>
        Assert.Equal(grace, HeartbeatSettings.DefaultGrace(interval));
}
