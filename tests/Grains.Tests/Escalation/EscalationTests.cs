using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Alerts;
using AiSre.Grains.Silences;

namespace AiSre.Grains.Tests.Escalation;

/// <summary>The stories of one incident from its page to its end, on a clock that the test moves.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class EscalationTests(SiloFixture fixture)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Duty duty = new Duty(fixture.Silo).With(Company.Definitions);

    private Tenant Tenant => duty.Tenant;

    private ISilencesGrain Silences => fixture.Silo.Grains.GetGrain<ISilencesGrain>(Tenant.Workspace);

    [Fact]
    public async Task It_pages_at_once_and_escalates_at_15_and_30_minutes_and_everybody_is_told_once()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        Assert.Equal(["Opened slack/U1", "Opened pagerduty/default", "Opened slack/default"], await duty.ToldAsync(id));
        await duty.PassAsync(id, 14 * Minute);
        await duty.PassAsync(id, 15 * Minute);
        Assert.Equal(["0:1:U1:slack", "0:1:default:pagerduty", "0:2:eve@x.test:email", "0:3:ann@x.test:email"], await duty.PagesAsync(id));
        Assert.Equal(["0.1 sent", "0.2 sent", "0.3 sent"], await duty.OutcomesAsync(id));
        var steps = await Tenant.PayloadsAsync(id, EventTypes.EscalationStep);
        Assert.Equal(["dave", "eve", "ann"], steps.Select(step => step.GetProperty("persons")[0].GetString()));
        await duty.PassAsync(id, 15 * Minute);
        Assert.Equal(EscalationStatus.Exhausted, (await Tenant.IncidentAsync(id)).Escalation!.Status);
        Assert.Single(await Tenant.EventsAsync(id), EventTypes.EscalationExhausted);
    }

    [Fact]
    public async Task An_acknowledgement_stops_it_its_time_out_resumes_it_and_a_resolve_ends_it()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        await Tenant.Grain(id).AcknowledgeAsync("dave", null);
        await duty.PassAsync(id, 59 * Minute);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
        Assert.Contains("Acknowledged pagerduty/default", await duty.ToldAsync(id));
        await duty.PassAsync(id, 2 * Minute);
        Assert.Equal(
            (IncidentPhase.Open, EscalationStatus.Active),
            ((await Tenant.IncidentAsync(id)).Phase, (await Tenant.IncidentAsync(id)).Escalation!.Status));
        Assert.Single(await Tenant.EventsAsync(id), EventTypes.AckExpired);
        Assert.Equal(["0:1:U1:slack", "0:1:default:pagerduty", "1:1:U1:slack", "1:1:default:pagerduty"], await duty.PagesAsync(id));
        await duty.PassAsync(id, 15 * Minute);
        await Tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        Assert.Equal(["0.1 sent", "1.1 sent", "1.2 sent"], await duty.OutcomesAsync(id));
        Assert.DoesNotContain(await duty.AlarmsAsync(id), alarm => alarm.Key is "escalation" or "opened" or "reminder" or "ack-timeout");
        Assert.Equal(
            ["Resolved email/eve@x.test", "Resolved pagerduty/default", "Resolved slack/U1", "Resolved slack/default"],
            (await duty.ToldAsync(id)).Where(told => told.StartsWith("Resolved", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_warning_that_is_over_within_its_group_wait_is_never_told()
    {
        var id = await duty.OpenAsync(Severity.Warning);
        await duty.PassAsync(id, TimeSpan.FromSeconds(20));
        await Tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        await duty.PassAsync(id, Minute);
        Assert.Empty(await duty.OutboxAsync(id));
    }

    [Fact]
    public async Task Where_nobody_is_on_call_the_next_level_is_told_at_once()
    {
        var ops = Company.Definitions.Teams["ops"] with { Layers = [] };
        duty.With(Company.Definitions with { Teams = Company.Definitions.Teams.SetItem("ops", ops) });
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, TimeSpan.FromSeconds(5));
        Assert.Equal(["0.1 nobody", "0.2 sent"], await duty.OutcomesAsync(id));
        Assert.Single(await Tenant.EventsAsync(id), EventTypes.EscalationNobody);
    }

    [Fact]
    public async Task Quiet_hours_hold_the_steps_of_a_warning_until_their_end()
    {
        var quiet = new QuietHours
        {
            TimeZone = "UTC", From = duty.Now.AddMinutes(10).ToString("HH:mm", null), To = duty.Now.AddMinutes(100).ToString("HH:mm", null),
        };
        duty.With(Company.Definitions with { Policies = [Company.Policy with { QuietHours = quiet }] });
        var id = await duty.OpenAsync(Severity.Warning);
        await duty.PassAsync(id, 90 * Minute);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
        await duty.PassAsync(id, 12 * Minute);
        Assert.Equal(["0.1 sent", "0.2 collapsed_into:0.3", "0.3 sent"], await duty.OutcomesAsync(id));
        Assert.Equal("quiet_hours", Assert.Single(await Tenant.PayloadsAsync(id, EventTypes.EscalationHeld)).GetProperty("why").GetString());
    }

    [Fact]
    public async Task A_higher_severity_starts_its_own_policy()
    {
        duty.With(Company.Definitions with { Policies = [Company.Policy with { Severities = [Severity.Critical], Name = "loud" }, Company.Policy] });
        var id = await duty.OpenAsync(Severity.High);
        await duty.PassAsync(id, 10 * Minute);
        await Tenant.SendAsync(Signals.Firing("a", severity: Severity.Critical), SignalActions.Deduplicated, id);
        await duty.PassAsync(id, Minute);
        Assert.Equal("loud", (await Tenant.IncidentAsync(id)).Escalation!.Policy.Name);
        Assert.Equal(["0.1 sent", "1.1 sent"], await duty.OutcomesAsync(id));
        Assert.Contains("SeverityRaised pagerduty/default", await duty.ToldAsync(id));
        await duty.PassAsync(id, 15 * Minute);
        Assert.Equal(["0.1 sent", "1.1 sent", "1.2 sent"], await duty.OutcomesAsync(id));
    }

    [Fact]
    public async Task Reopened_it_escalates_anew()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        await Tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        await duty.PassAsync(id, Minute);
        await Tenant.SendAsync(Signals.Firing("a", severity: Severity.Critical), SignalActions.Reopened, id);
        await duty.PassAsync(id, Minute);
        Assert.Equal(["0.1 sent", "1.1 sent"], await duty.OutcomesAsync(id));
        Assert.Equal(
            ["Reopened pagerduty/default", "Reopened slack/U1", "Reopened slack/default"],
            (await duty.ToldAsync(id)).Where(told => told.StartsWith("Reopened", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_snooze_holds_the_steps_until_it_ends()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        await Tenant.Grain(id).SnoozeAsync(40, "dave");
        await duty.PassAsync(id, 39 * Minute);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
        await duty.PassAsync(id, 3 * Minute);
        Assert.Equal(["0.1 sent", "0.2 collapsed_into:0.3", "0.3 sent"], await duty.OutcomesAsync(id));
    }

    [Fact]
    public async Task What_opens_under_maintenance_pages_nobody_and_pages_when_that_is_taken_back_while_it_still_fires()
    {
        var silence = await SilenceAsync(120, maintenance: true);
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, 60 * Minute);
        Assert.Empty(await duty.OutboxAsync(id));
        Assert.Equal(silence, (await Tenant.IncidentAsync(id)).Silenced!.SilenceId);
        await Silences.ExpireAsync(silence, "dave");
        await Tenant.Grain(id).SilencesChangedAsync();
        await duty.PassAsync(id, Minute);
        Assert.Null((await Tenant.IncidentAsync(id)).Silenced);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
        Assert.Single(await Tenant.EventsAsync(id), EventTypes.SilenceEnded);
        await duty.PassAsync(id, 15 * Minute);
        Assert.Equal(["0.1 sent", "0.2 sent"], await duty.OutcomesAsync(id));
    }

    [Fact]
    public async Task A_silence_that_runs_out_while_it_fires_pages()
    {
        await SilenceAsync(30, maintenance: false);
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, 29 * Minute);
        Assert.Empty(await duty.OutboxAsync(id));
        await duty.PassAsync(id, 2 * Minute);
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
        Assert.Equal(["0:1:U1:slack", "0:1:default:pagerduty"], await duty.PagesAsync(id));
    }

    [Fact]
    public async Task What_PagerDuty_opened_is_not_sent_back_to_it_but_what_is_done_here_is()
    {
        var id = (await Tenant.SendAsync(Signals.PagerDuty(SignalKind.Firing, severity: Severity.Critical), SignalActions.Created)).IncidentId!;
        await duty.PassAsync(id, Minute);
        Assert.Equal(["Opened slack/U1", "Opened slack/default"], await duty.ToldAsync(id));
        await Tenant.SendAsync(Signals.PagerDuty(SignalKind.Acknowledged, actor: "dave"), SignalActions.Acknowledged, id);
        Assert.DoesNotContain(await duty.ToldAsync(id), told => told.Contains("pagerduty", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_that_has_defined_nothing_has_no_escalation_and_no_alarm_for_it()
    {
        var other = new Duty(fixture.Silo);
        var id = await other.OpenAsync();
        Assert.Equal(["stale"], (await other.AlarmsAsync(id)).Keys);
        await other.Tenant.Grain(id).AcknowledgeAsync("dave", null);
        Assert.Null((await other.Tenant.IncidentAsync(id)).Escalation);
    }

    private async Task<string> SilenceAsync(int minutes, bool maintenance)
    {
        var outcome = await Silences.PutAsync(new Silence
        {
            Matchers = [new Matcher { Name = "service", Value = Tenant.Service }],
            StartsAt = duty.Now, EndsAt = duty.Now.AddMinutes(minutes), Author = "dave", Maintenance = maintenance,
        });
        return outcome.Silence!.Id;
    }
}
