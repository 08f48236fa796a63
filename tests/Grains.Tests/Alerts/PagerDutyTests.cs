using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

public sealed class PagerDutyTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly Tenant _tenant = fixture.Silo.NewTenant();
    private readonly DateTimeOffset _now = fixture.Silo.Clock.GetUtcNow();

    [Fact]
    public async Task An_event_that_is_older_than_the_last_one_is_ignored()
    {
        var id = (await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, _now.AddMinutes(-10)))).IncidentId;
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Resolved, _now.AddMinutes(-5)), SignalActions.Resolved, id);
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, _now.AddMinutes(-7)), SignalActions.IgnoredStale, id);
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, _now.AddMinutes(-10)), SignalActions.IgnoredStale, id);
        var incident = await _tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Resolved, 0), (incident.Phase, incident.ReopenCount));
        await _tenant.SendAsync(
            Signals.PagerDuty(SignalKind.Firing, _now.AddMinutes(-4)) with { StartsAt = _now.AddMinutes(-4) }, SignalActions.Reopened, id);
    }

    [Fact]
    public async Task Acknowledging_there_acknowledges_here_and_back()
    {
        var id = (await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, _now))).IncidentId;
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, _now.AddMinutes(1), "Dave"), SignalActions.Acknowledged, id);
        var acknowledged = await _tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Acknowledged, "Dave", _now), (acknowledged.Phase, acknowledged.AcknowledgedBy, acknowledged.FirstResponseAt));
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, _now.AddMinutes(2), "Dave"), SignalActions.Unchanged, id);
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Unacknowledged, _now.AddMinutes(3)), SignalActions.Unacknowledged, id);
        Assert.Equal((IncidentPhase.Open, null), ((await _tenant.IncidentAsync(id)).Phase, (await _tenant.IncidentAsync(id)).AcknowledgedBy));
        Assert.Single(await _tenant.EventsAsync(id), EventTypes.IncidentAcknowledged);
    }

    [Fact]
    public async Task A_note_and_a_priority_arrive_and_a_person_may_lower_it()
    {
        var id = (await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, _now, severity: Severity.Critical))).IncidentId;
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Note, _now.AddMinutes(1), "Dave", "looking at it"), SignalActions.Noted, id);
        var lowered = Signals.PagerDuty(SignalKind.Updated, _now.AddMinutes(2), "Dave", "Priority in PagerDuty: P3.", Severity.Warning);
        await _tenant.SendAsync(lowered, SignalActions.Updated, id);
        var incident = await _tenant.IncidentAsync(id);
        Assert.Equal((Severity.Warning, _now), (incident.Severity, incident.FirstResponseAt));
        Assert.Equal("looking at it", Assert.Single(await _tenant.PayloadsAsync(id, EventTypes.NoteAdded)).GetProperty("text").GetString());
        Assert.Single(await _tenant.EventsAsync(id), EventTypes.SeverityChanged);
    }

    [Fact]
    public async Task An_unknown_incident_is_not_born_of_an_acknowledgement()
    {
        var result = await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, _now), SignalActions.IgnoredUnknown);
        Assert.Null(result.IncidentId);
        Assert.Empty(await _tenant.IncidentsAsync());
    }

    [Fact]
    public async Task An_event_without_a_service_finds_the_incident_of_its_identity()
    {
        var id = (await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, _now))).IncidentId;
        await _tenant.SendAsync(
            Signals.PagerDuty(SignalKind.Acknowledged, _now, "Dave") with { Subject = AlertSubject.None }, SignalActions.Acknowledged, id);
        await _tenant.SendAsync(
            Signals.PagerDuty(SignalKind.Resolved, _now, "Dave") with { Subject = AlertSubject.None }, SignalActions.Resolved, id);
        Assert.Equal((IncidentPhase.Resolved, "Dave"), ((await _tenant.IncidentAsync(id)).Phase, (await _tenant.IncidentAsync(id)).ResolvedBy));
    }

    [Fact]
    public async Task A_later_event_that_names_the_second_identity_finds_the_same_incident()
    {
        var id = (await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, _now) with { AlternateIdentity = "our-key" })).IncidentId;
        await _tenant.SendAsync(Signals.PagerDuty(SignalKind.Resolved, _now.AddMinutes(1)) with { Identity = "our-key" }, SignalActions.Resolved, id);
    }
}
