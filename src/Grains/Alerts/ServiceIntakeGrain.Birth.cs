using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>A new incident: placed by the workspace's correlator, then stored with its alert row and its first events in one transaction.</summary>
public sealed partial class ServiceIntakeGrain
{
    /// <summary>Incidents that are not stored yet, each with what ends when they are, or will not be.</summary>
    private readonly Dictionary<string, Task> births = [];

    /// <param name="signal">What fires.</param>
    /// <param name="text">Its names.</param>
    /// <param name="previous">The same alert's resolved row, whose incident is over for good.</param>
    private async Task<SignalResult?> BornAsync(AlertSignal signal, SignalText text, AlertEntry? previous)
    {
        var found = Find(signal, text);
        if (found.Entry is { } other && other != previous) return null;

        var now = signal.Spooled?.At ?? clock.GetUtcNow();
        var (incident, events) = IncidentBirth.Of(signal, NewIds.Incident(now), workspace, text.Identity, previous?.Row.IncidentId, now);
        var row = AlertRow.Of(signal, workspace, text.Identity, incident.Id, scope, text.Hash, incident.Severity, now) with
        {
            Flapping = previous is null ? FlappingState.Calm : FlappingRules.OnTransition(previous.Row.Flapping, now, options),
        };
        var entry = new AlertEntry(row)
        {
            Busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            Subject = incident.Subject,
            Described = incident.Description.Length > 0,
            Features = text.Features,
        };
        if (previous is not null) memory.Remove(previous);
        if (found.Expired is not null) memory.Remove(found.Expired);
        memory.Add(entry);
        births.Add(incident.Id, entry.Busy.Task);
        var stored = false;
        try
        {
            var birth = await StoreAsync(incident, row, events, found.Expired, MarkOf(signal), now);
            stored = birth.Outcome is not LedgerOutcome.Conflict;
            if (!stored) return null;
            entry.GroupId = birth.Placement?.GroupId;
            return new SignalResult
            {
                Fingerprint = signal.Fingerprint ?? signal.Identity,
                IncidentId = incident.Id,
                GroupId = entry.GroupId,
                Action = SignalActions.Created,
            };
        }
        finally
        {
            if (!stored) memory.Remove(entry);
            births.Remove(incident.Id);
            var busy = entry.Busy;
            entry.Busy = null;
            busy.SetResult();
        }
    }

    private async Task<IncidentBirthEntry> StoreAsync(
        Incident incident, AlertRow row, System.Collections.Immutable.ImmutableArray<TimelineEvent> events, AlertEntry? expired, SpoolMark? mark, DateTimeOffset now)
    {
        var tells = await definitions.TellsAsync(workspace);
        // By the clock and not by when it was received: what waited in the spool is told of now.
        var marked = SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, await silences.OfAsync(workspace), clock.GetUtcNow()), null, now);
        var correlator = GrainFactory.GetGrain<ICorrelatorGrain>(workspace);
        var member = IncidentGroups.MemberOf(incident);
        var placement = await correlator.PlaceAsync(member, row.Scope);
        if (placement.Storm) stormUntil = now + options.StormQuiet;
        // A child that overtook its parent on the way to the ledger would stand alone, and page by itself: all that come with the first payload of a storm would.
        if (placement.ParentId is { } leader && births.TryGetValue(leader, out var underWay)) await underWay;
        var birth = new IncidentBirthEntry
        {
            Alert = row,
            Incident = marked.Incident,
            Placement = placement,
            ExpiresRowId = expired?.Row.RowId ?? 0,
            Facts = new()
            {
                Events = [.. events.Concat(marked.Events).Select(e => new IncidentEvent(workspace, incident.Id, e))],
                Mark = mark,
                Alarms = [.. IncidentAlarms.AtBirth(row, incident.Severity, tells, now, options, placement), .. IncidentAlarms.OfSilence(marked.Incident)],
            },
            AlarmsAlone = placement.ParentId is null ? default : [.. IncidentAlarms.AtBirth(row, incident.Severity, tells, now, options), .. IncidentAlarms.OfSilence(marked.Incident)],
        };
        try
        {
            await ledger.CommitAsync(birth);
        }
        catch
        {
            _ = correlator.ClosedAsync(incident.Id);
            throw;
        }
        if (birth.Outcome is LedgerOutcome.Conflict) _ = correlator.ClosedAsync(incident.Id);
        if (birth.Outcome is LedgerOutcome.ParentGone && placement.ParentId is { } parent)
        {
            _ = correlator.ClosedAsync(parent);
            _ = correlator.StandsAloneAsync(member, row.Scope);
        }
        return birth;
    }
}
