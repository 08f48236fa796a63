using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Incidents;

public class StaleRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DedupOptions Options = DedupOptions.Default;

    private static readonly Incident Open = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "t", Severity = Severity.High, Source = "alertmanager", CreatedAt = Noon.AddDays(-2),
        Alerts = [new("a", Firing: true), new("b", Firing: true)],
    };

    [Theory]
    [InlineData(AlertSource.Alertmanager, true)]
    [InlineData(AlertSource.Prometheus, true)]
    [InlineData(AlertSource.PagerDuty, false)]
    [InlineData(AlertSource.Webhook, false)]
    [InlineData(AlertSource.Grafana, false)]
    public void Only_sources_that_send_again_and_again_can_fall_silent(string source, bool applies)
    {
        Assert.Equal(applies, StaleRules.Applies(source, Options));
        Assert.False(StaleRules.Applies(source, Options with { StaleAfter = TimeSpan.Zero }));
    }

    [Fact]
    public void An_alert_is_stale_a_day_after_it_was_last_seen() => Assert.Equal(Noon.AddHours(24), StaleRules.StaleAt(Noon, null, Options));

    [Fact]
    public void Time_before_the_end_of_an_outage_does_not_count()
    {
        Assert.Equal(Noon.AddHours(27), StaleRules.StaleAt(Noon, Noon.AddHours(3), Options));
        Assert.Equal(Noon.AddHours(24), StaleRules.StaleAt(Noon, Noon.AddHours(-3), Options));
    }

    [Fact]
    public void The_last_stale_alert_resolves_the_incident_and_the_timeline_says_why()
    {
        var first = StaleRules.Resolve(Open, "a", Noon.AddHours(-24), null, Noon);
        Assert.Equal([EventTypes.AlertStale, EventTypes.AlertResolved], first.Events.Select(e => e.Type));
        Assert.Equal(IncidentPhase.Open, first.Incident.Phase);

        var last = StaleRules.Resolve(first.Incident, "b", Noon.AddHours(-25), 90, Noon);
        Assert.Equal((IncidentPhase.Resolved, "system", false), (last.Incident.Phase, last.Incident.ResolvedBy, last.Incident.ResolvedByHuman));
        var payload = JsonElement.Parse(last.Events[0].Payload);
        Assert.Equal(
            ("b", 25 * 3_600, 90),
            (payload.GetProperty("identity").GetString(), payload.GetProperty("age_seconds").GetInt32(),
                payload.GetProperty("late_by_seconds").GetInt32()));
        Assert.All(last.Events, e => Assert.Equal("system", e.Actor));
    }

    [Fact]
    public void A_snooze_ends_at_its_time_and_not_before()
    {
        var snoozed = Open with { SnoozedUntil = Noon };
        Assert.True(IncidentRules.EndSnooze(snoozed, null, Noon.AddTicks(-1)).IsNone);
        Assert.True(IncidentRules.EndSnooze(Open, null, Noon).IsNone);
        var ended = IncidentRules.EndSnooze(snoozed, 60, Noon);
        Assert.Null(ended.Incident.SnoozedUntil);
        Assert.Equal("""{"until":"2026-03-01T12:00:00Z","late_by_seconds":60}""", Assert.Single(ended.Events).Payload);
    }
}
