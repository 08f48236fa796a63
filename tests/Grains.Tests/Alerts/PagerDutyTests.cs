using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

[Collection(OnPlainSilo.Name)]
public sealed class PagerDutyTests(SiloFixture fixture)
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();
    private readonly DateTimeOffset now = fixture.Silo.Clock.GetUtcNow();

    [Fact]
    public async Task An_event_that_is_older_than_the_last_one_is_ignored()
    {
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, now.AddMinutes(-10)))).IncidentId;
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Resolved, now.AddMinutes(-5)), SignalActions.Resolved, id);
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, now.AddMinutes(-7)), SignalActions.IgnoredStale, id);
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, now.AddMinutes(-10)), SignalActions.IgnoredStale, id);
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Resolved, 0), (incident.Phase, incident.ReopenCount));
        await tenant.SendAsync(
            Signals.PagerDuty(SignalKind.Firing, now.AddMinutes(-4)) with { StartsAt = now.AddMinutes(-4) }, SignalActions.Reopened, id);
    }

    [Fact]
    public async Task Acknowledging_there_acknowledges_here_and_back()
    {
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, now))).IncidentId;
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, now.AddMinutes(1), "Dave"), SignalActions.Acknowledged, id);
        var acknowledged = await tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Acknowledged, "Dave", now), (acknowledged.Phase, acknowledged.AcknowledgedBy, acknowledged.FirstResponseAt));
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, now.AddMinutes(2), "Dave"), SignalActions.Unchanged, id);
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Unacknowledged, now.AddMinutes(3)), SignalActions.Unacknowledged, id);
        Assert.Equal((IncidentPhase.Open, null), ((await tenant.IncidentAsync(id)).Phase, (await tenant.IncidentAsync(id)).AcknowledgedBy));
        Assert.Single(await tenant.EventsAsync(id), EventTypes.IncidentAcknowledged);
    }

    [Fact]
    public async Task A_note_and_a_priority_arrive_and_a_person_may_lower_it()
    {
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, now, severity: Severity.Critical))).IncidentId;
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Note, now.AddMinutes(1), "Dave", "looking at it"), SignalActions.Noted, id);
        var lowered = Signals.PagerDuty(SignalKind.Updated, now.AddMinutes(2), "Dave", "Priority in PagerDuty: P3.", Severity.Warning);
        await tenant.SendAsync(lowered, SignalActions.Updated, id);
        var incident = await tenant.IncidentAsync(id);
        Assert.Equal((Severity.Warning, now), (incident.Severity, incident.FirstResponseAt));
        Assert.Equal("looking at it", Assert.Single(await tenant.PayloadsAsync(id, EventTypes.NoteAdded)).GetProperty("text").GetString());
        Assert.Single(await tenant.EventsAsync(id), EventTypes.SeverityChanged);
    }

    [Fact]
    public async Task An_unknown_incident_is_not_born_of_an_acknowledgement()
    {
        var result = await tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, now), SignalActions.IgnoredUnknown);
        Assert.Null(result.IncidentId);
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task An_event_without_a_service_finds_the_incident_of_its_identity()
    {
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, now))).IncidentId;
        await tenant.SendAsync(
            Signals.PagerDuty(SignalKind.Acknowledged, now, "Dave") with { Subject = AlertSubject.None }, SignalActions.Acknowledged, id);
        await tenant.SendAsync(
            Signals.PagerDuty(SignalKind.Resolved, now, "Dave") with { Subject = AlertSubject.None }, SignalActions.Resolved, id);
        Assert.Equal((IncidentPhase.Resolved, "Dave"), ((await tenant.IncidentAsync(id)).Phase, (await tenant.IncidentAsync(id)).ResolvedBy));
    }

    [Fact]
    public async Task A_later_event_that_names_the_second_identity_finds_the_same_incident()
    {
        var id = (await tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, now) with { AlternateIdentity = "our-key" })).IncidentId;
        await tenant.SendAsync(Signals.PagerDuty(SignalKind.Resolved, now.AddMinutes(1)) with { Identity = "our-key" }, SignalActions.Resolved, id);
    }
}
