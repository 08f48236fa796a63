using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Alarms;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Tests;

/// <summary>One workspace, and the ways into it.</summary>
public sealed class Tenant(TestSilo silo, string workspace)
{
    public const string Service = "payments";

    public string Workspace => workspace;
    public DateTimeOffset Now => silo.Clock.GetUtcNow();
    public IIncidentReads Reads => silo.Service<IIncidentReads>();

    public IServiceIntakeGrain Intake(string service = Service) => silo.Grains.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake(workspace, service));

    public IIncidentGrain Grain(string incidentId) => silo.Grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, incidentId));

    /// <summary>What people were sent of fixes that have not helped, of which nobody can tell, or that will not come.</summary>
    public async Task<List<OutboxRow>> FixNoticesAsync(string incidentId) =>
    [
        .. (await silo.Service<IOutboxReads>().OfIncidentAsync(workspace, incidentId))
            .Where(row => row.Message.Content.Kind is NotificationKind.FixFailed or NotificationKind.FixUnverified
                or NotificationKind.AutonomyPaused),
    ];

    public ICorrelatorGrain Correlator => silo.Grains.GetGrain<ICorrelatorGrain>(workspace);

    /// <summary>As a sender does: again, where the ledger was too slow for a moment, as on a machine that is busy with other tests.</summary>
    public async Task<SignalResult> SendAsync(AlertSignal signal)
    {
        var answer = await TrySendAsync(signal);
        for (var again = 0; again < 3 && answer.Refusal is IntakeRefusal.Unavailable; again++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            answer = await TrySendAsync(signal);
        }
        Assert.Equal(IntakeRefusal.None, answer.Refusal);
        return Assert.Single(answer.Results);
    }

    public Task<IntakeAnswer> TrySendAsync(params ImmutableArray<AlertSignal> signals) =>
        Intake(signals[0].Subject.Service ?? signals[0].Subject.Deployment ?? "-/0").IngestAsync(signals);

    /// <summary>
    /// Past the intake, as the API does it first, and by it where the ledger was too slow; null when the intake has to be asked.
    /// </summary>
    public async Task<SignalResult?> SendPastAsync(AlertSignal signal)
    {
        if (silo.Service<IPlainRepeats>().TryCount(workspace, [signal]) is not { } counted) return null;
        if (await counted.CommittedAsync() is not IntakeRefusal.None) return await SendAsync(signal);
        return Assert.Single(counted.Results);
    }

    public async Task<SignalResult> SendAsync(AlertSignal signal, string action, string? incidentId = null)
    {
        var result = await SendAsync(signal);
        Assert.Equal(action, result.Action);
        if (incidentId is not null) Assert.Equal(incidentId, result.IncidentId);
        return result;
    }

    public async Task<Incident> IncidentAsync(string? id) => (await Grain(id!).GetAsync())!;

    public async Task<IncidentFacts> FactsAsync(string? id) => (await Reads.FactsAsync(workspace, id!))!;

    public async Task<List<Incident>> IncidentsAsync() =>
        [.. (await Reads.ListAsync(new() { Workspace = workspace, Limit = 1_000 })).Items.Select(item => item.Incident).Reverse()];

    public async Task<List<string>> EventsAsync(string? id) => [.. (await Reads.TimelineAsync(workspace, id!)).Select(e => e.Type)];

    /// <summary>Alarms of an incident by their names.</summary>
    public async Task<Dictionary<string, DateTimeOffset>> AlarmsAsync(string id)
    {
        var target = new AlarmTarget(IncidentGrain.Kind, workspace, id);
        return (await silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000))
            .Where(row => row.Target == target).ToDictionary(row => row.Name, row => DateTimeOffset.FromUnixTimeMilliseconds(row.DueAt));
    }

    /// <summary>The payloads of one kind of event.</summary>
    public async Task<List<JsonElement>> PayloadsAsync(string? id, string type) =>
        [.. (await Reads.TimelineAsync(workspace, id!)).Where(e => e.Type == type).Select(e => JsonElement.Parse(e.Payload))];
}

internal static class Signals
{
    public static AlertSignal Firing(string fingerprint, string service = Tenant.Service, Severity? severity = Severity.High, string? title = null) =>
        new()
    {
        Source = AlertSource.Alertmanager,
        ReportedSource = AlertSource.Alertmanager,
        Kind = SignalKind.Firing,
        Identity = fingerprint,
        Fingerprint = fingerprint,
        Title = title ?? $"Alert {fingerprint}",
        Severity = severity,
        Subject = new AlertSubject { Service = service, Namespace = "prod" },
    };

    public static AlertSignal Resolved(string fingerprint, string service = Tenant.Service) =>
        Firing(fingerprint, service) with { Kind = SignalKind.Resolved, Severity = null };

    /// <summary>The generic webhook: an identity is a courtesy, text may decide.</summary>
    public static AlertSignal Generic(string title, string? key = null, SignalKind kind = SignalKind.Firing) => Firing("x", title: title) with
    {
        Source = AlertSource.Webhook, ReportedSource = "checker", Identity = key, Fingerprint = key, Kind = kind,
    };

    public static AlertSignal PagerDuty(
        SignalKind kind, DateTimeOffset? at = null, string? actor = null, string? note = null, Severity? severity = null) =>
        Firing("PD1", severity: severity) with
        {
            Source = AlertSource.PagerDuty, ReportedSource = AlertSource.PagerDuty, Kind = kind, OccurredAt = at, Actor = actor, Note = note,
            EventType = "incident.something",
        };
}
