using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>Hands signals to the incident of their alert. While that changes the alert is busy, and afterwards it is read again.</summary>
internal sealed class IncidentCalls(
    string workspace, string scope, AlertMemory memory, AlertRecall recall, SignalAnswers answers, IGrainFactory grains)
{
    /// <summary>How the incident is told which of its alerts it is.</summary>
    public AlertRef RefOf(AlertRow row, string? strategy = null, double? score = null, FlappingState? flapping = null) => new()
    {
        Identity = row.Identity,
        ContentHash = row.ContentHash,
        Scope = scope,
        Strategy = strategy,
        Score = score,
        Flapping = flapping,
        HeldSince = flapping is null ? row.HeldSince : null,
    };

    /// <returns>Null when the row turned out to be newer than memory.</returns>
    public async Task<SignalResult?> ApplyAsync(AlertSignal signal, AlertEntry entry, SignalIntent intent, AlertRef alert, string strategy)
    {
        entry.Busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var outcome = await Incident(entry.Row.IncidentId).ApplyAsync(signal, alert, intent);
            if (outcome.Action is null || outcome.Incident is not { } incident) return null;
            await recall.ReloadAsync(alert.Identity, incident, entry);
            return answers.Of(entry, signal, strategy, outcome.Action);
        }
        finally
        {
            memory.Remove(entry);
            entry.Busy.SetResult();
        }
    }

    /// <summary>
    /// What PagerDuty says of an incident that we opened there. Taken for an incident of PagerDuty's own it would open one here, which would open one
    /// there. Null for all others.
    /// </summary>
    public async ValueTask<SignalResult?> TryEchoAsync(AlertSignal signal)
    {
        if (signal.Source is not AlertSource.PagerDuty || PageKey.Parse(signal.AlternateIdentity) is not { } page || page.Workspace != workspace)
            return null;
        var outcome = await Incident(page.IncidentId).EchoAsync(signal);
        return outcome.Action is not { } action ? null : new SignalResult
        {
            Fingerprint = signal.Fingerprint ?? signal.Identity,
            IncidentId = page.IncidentId,
            Deduplicated = true,
            Strategy = DedupStrategy.SourceIdentity,
            Action = action,
        };
    }

    /// <summary>The alert's incident is not over: a person opened it again, or another of its alerts still fires.</summary>
    public async Task<bool> IsOpenAsync(AlertEntry entry) => await Incident(entry.Row.IncidentId).GetAsync() is { Phase: not IncidentPhase.Resolved };

    /// <summary>The place that the alert's incident names.</summary>
    public async Task<ulong> PlaceOfAsync(AlertEntry entry) =>
        await Incident(entry.Row.IncidentId).GetAsync() is { } incident ? AlertPlace.Of(incident.Subject, incident.Labels) : AlertPlace.None;

    /// <summary>An alert known by its content only may have left older incidents behind, whose window had passed: they are over with it.</summary>
    public async Task ResolveExpiredAsync(AlertSignal signal, AlertEntry entry)
    {
        foreach (var row in await recall.ExpiredAsync(entry.Row.Identity))
            await Incident(row.IncidentId).ApplyAsync(signal.Part(row.IncidentId), RefOf(row), SignalIntent.AsSignalled);
    }

    private IIncidentGrain Incident(string id) => grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, id));
}
