using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Escalation;

/// <summary>What PagerDuty's people do to the page that we opened there.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class EchoTests(SiloFixture fixture)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Duty duty = new Duty(fixture.Silo).With(Company.Definitions);

    private Tenant Tenant => duty.Tenant;

    [Fact]
    public async Task Our_own_page_that_comes_back_opens_nothing()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        await Tenant.SendAsync(Echo(id, SignalKind.Firing), SignalActions.Unchanged, id);
        Assert.Single(await Tenant.IncidentsAsync());
    }

    [Fact]
    public async Task An_answer_there_is_an_answer_here_and_is_not_sent_back()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        await Tenant.SendAsync(Echo(id, SignalKind.Acknowledged, "Dave"), SignalActions.Acknowledged, id);
        var incident = await Tenant.IncidentAsync(id);
        Assert.Equal((IncidentPhase.Acknowledged, "Dave", EscalationStatus.Acknowledged),
            (incident.Phase, incident.AcknowledgedBy, incident.Escalation!.Status));
        Assert.NotNull(incident.FirstResponseAt);

        await Tenant.SendAsync(Echo(id, SignalKind.Acknowledged), SignalActions.Unchanged, id);
        await Tenant.SendAsync(Echo(id, SignalKind.Resolved, "Dave"), SignalActions.Resolved, id);
        var told = await duty.ToldAsync(id);
        Assert.DoesNotContain("Acknowledged pagerduty/default", told);
        Assert.DoesNotContain("Resolved pagerduty/default", told);
        Assert.Contains("Resolved slack/default", told);
    }

    [Fact]
    public async Task What_was_resolved_there_does_not_fire_here_until_it_begins_anew()
    {
        var id = await duty.OpenAsync();
        await Tenant.SendAsync(Echo(id, SignalKind.Resolved, "Dave"), SignalActions.Resolved, id);
        await Tenant.SendAsync(Signals.Firing("a") with { StartsAt = Tenant.Now - Minute }, SignalActions.Suppressed, id);
    }

    [Fact]
    public async Task An_event_that_is_older_than_the_incident_changes_nothing()
    {
        var id = await duty.OpenAsync();
        await Tenant.SendAsync(Echo(id, SignalKind.Acknowledged, "Dave") with { OccurredAt = Tenant.Now - Minute }, SignalActions.Unchanged, id);
    }

    [Fact]
    public async Task A_reassignment_there_is_told_and_does_not_lower_the_severity()
    {
        var id = await duty.OpenAsync();
        var reassigned = Echo(id, SignalKind.Updated, "Dave") with { Severity = Severity.Warning, Note = "Incident reassigned in PagerDuty to Eve." };
        await Tenant.SendAsync(reassigned, SignalActions.Updated, id);
        Assert.Equal(Severity.Critical, (await Tenant.IncidentAsync(id)).Severity);
        Assert.Contains(EventTypes.IncidentUpdated, await Tenant.EventsAsync(id));
    }

    [Fact]
    public async Task A_key_of_another_workspace_or_of_no_incident_is_an_incident_of_PagerDuty()
    {
        await duty.OpenAsync();
        await Tenant.SendAsync(Echo("inc-nobody", SignalKind.Firing), SignalActions.Created);
        await Tenant.SendAsync(
            Echo("inc-1", SignalKind.Firing) with { Identity = "PD2", AlternateIdentity = "ai-sre:other:inc-1" }, SignalActions.Created);
    }

    [Fact]
    public async Task What_PagerDuty_opened_is_named_by_its_own_id()
    {
        var created = await Tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, severity: Severity.Critical));
        await duty.PassAsync(created.IncidentId!, Minute);
        Assert.All(await duty.OutboxAsync(created.IncidentId!), row => Assert.Equal("pagerduty:PD1", row.Message.Content.ExternalId));
        Assert.NotEmpty(await duty.OutboxAsync(created.IncidentId!));
    }

    private AlertSignal Echo(string id, SignalKind kind, string? actor = null) => Signals.PagerDuty(kind, Tenant.Now, actor) with
    {
        Identity = "PDX", Fingerprint = "PDX", AlternateIdentity = new PageKey(Tenant.Workspace, id).ToString(),
    };
}
