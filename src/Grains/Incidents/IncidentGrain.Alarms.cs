using System.Collections.Immutable;
using AiSre.Domain.Alarms;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Grains.Incidents;

/// <summary>
/// What an incident does by itself when the time has come. Every answer to an alarm is a commit under the incident's version, even one that changes nothing else:
/// an activation that knows an older state must not take away what a newer one still needs.
/// </summary>
public sealed partial class IncidentGrain
{
    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        try
        {
            return await store.RetryOnConflictAsync(() => ActAsync(alarm));
        }
        catch (InconsistentStateException)
        {
            // Somebody else has acted on it, or the incident changes all the time. If the alarm still stands, it is called again.
            return AlarmAnswer.Settled;
        }
    }

    private async Task<AlarmAnswer> ActAsync(DueAlarm alarm)
    {
        if (store.State.Incident is not { } incident) return AlarmAnswer.Obsolete;
        var now = clock.GetUtcNow();
        var fired = new AlarmFired(alarm.Name, alarm.DueAt.ToUnixTimeMilliseconds());
        var lateBy = AlarmRules.LateBySeconds(alarm.DueAt, now);
        switch (alarm.Name)
        {
            case IncidentAlarms.Snooze:
                var change = IncidentRules.EndSnooze(incident, lateBy, now);
                await CommitAsync(change, alarms: Again(fired, change.Incident.SnoozedUntil));
                break;
            case IncidentAlarms.Stale:
                await EndStaleAsync(incident, fired, AlarmRules.AwayUntil(alarm.DueAt, alarm.AwayUntil, now), lateBy, now);
                break;
            case IncidentAlarms.Silence:
                await EndSilenceAsync(incident, fired, lateBy, now);
                break;
            case IncidentAlarms.Flapping:
                await CalmAsync(incident, fired, lateBy, now);
                break;
            case IncidentWake.Escalation or IncidentWake.Group:
                await LookAsync(incident, alarm.DueAt, fired, now);
                break;
            case IncidentWake.Opened:
                await TurnAsync(incident, EscalationTurns.Open(incident, await AroundAsync(incident, now, withOthers: true)), fired);
                break;
            case IncidentWake.AckTimeout:
                await TurnAsync(incident, EscalationTurns.ExpireAck(incident, await AroundAsync(incident, now)), fired);
                break;
            case IncidentWake.Reminder:
                await TurnAsync(incident, EscalationTurns.Remind(incident, await AroundAsync(incident, now, withOthers: true)), fired);
                break;
            case IncidentWake.Children:
                await TellChildrenAsync(incident, fired);
                break;
            default:
                // From a newer version of this program, which knows what to do.
                throw new NotSupportedException($"An incident has no alarm '{alarm.Name}'.");
        }
        if (store.State.Incident is { } after) TellCorrelator(after);
        return AlarmAnswer.Settled;
    }

    private async Task EndStaleAsync(Incident incident, AlarmFired fired, DateTimeOffset? awayUntil, long? lateBy, DateTimeOffset now)
    {
        var change = IncidentChange.None(incident);
        var ends = ImmutableArray.CreateBuilder<AlertChange>();
        DateTimeOffset? next = null;
        var spared = false;
        foreach (var row in await index.OfIncidentAsync(incident.Workspace, incident.Id))
        {
            if (row.Status is not AlertStatus.Firing || !StaleRules.Applies(row.Source, options)) continue;
            var lastSeen = DateTimeOffset.FromUnixTimeMilliseconds(row.LastSeen);
            var staleAt = StaleRules.StaleAt(lastSeen, awayUntil, options);
            if (staleAt <= now)
            {
                change = change.Then(i => StaleRules.Resolve(i, row.Identity, lastSeen, lateBy, now));
                ends.Add(new AlertEnds(row.Identity, now.ToUnixTimeMilliseconds(), null, FlappingRules.OnTransition(row.Flapping, now, options), UnlessSeenAfter: row.LastSeen));
                continue;
            }
            spared |= StaleRules.StaleAt(lastSeen, null, options) <= now;
            if (next is null || staleAt < next) next = staleAt;
        }
        if (spared) change = change.Then(i => StaleRules.Postpone(i, next!.Value, awayUntil!.Value, lateBy, now));
        await CommitAsync(change, ends.ToImmutable(), alarms: Again(fired, next));
    }

    private async Task CalmAsync(Incident incident, AlarmFired fired, long? lateBy, DateTimeOffset now)
    {
        var change = IncidentChange.None(incident);
        var changes = ImmutableArray.CreateBuilder<AlertChange>();
        var rows = (await index.OfIncidentAsync(incident.Workspace, incident.Id)).ToArray();
        foreach (ref var row in rows.AsSpan())
        {
            if (IncidentAlarms.Instant(row.HeldSince) is not { } since || FlappingRules.HoldsOpen(row.Flapping, since, now, options)) continue;
            var identity = row.Identity;
            change = change.Then(i => AlertLifecycleRules.AlertResolved(i, identity, "system", since, now, lateBy));
            changes.Add(new AlertEnds(identity, now.ToUnixTimeMilliseconds(), null, null));
            row = row with { Status = AlertStatus.Resolved, HeldSince = null };
        }
        foreach (ref var row in rows.AsSpan())
        {
            if (!row.Flapping.Flapping || !FlappingRules.IsOver(row.Flapping, now, options)) continue;
            var identity = row.Identity;
            changes.Add(new AlertCalms(identity));
            row = row with { Flapping = FlappingState.Calm };
            var others = rows.Any(other => other.Flapping.Flapping);
            change = change.Then(i => IncidentRules.EndFlapping(i, identity, now, others, lateBy));
        }
        await CommitAsync(change, changes.ToImmutable(), alarms: Again(fired, IncidentAlarms.NextFlapping(rows, options)));
    }

    private static ImmutableArray<AlarmChange> Again(AlarmFired fired, DateTimeOffset? next) =>
        next is { } due ? [fired, IncidentAlarms.Set(fired.Name, due)] : [fired];

    /// <summary>The incident's flapping alarm after a transition of one of its alerts; none of them may wait for another's.</summary>
    private async Task<ImmutableArray<AlarmChange>> FlappingAlarmAsync(Incident incident, AlertRef alert, long? heldSince)
    {
        if (alert.Flapping is not { } state || !state.Flapping && !incident.Flapping) return [];
        var rows = await index.OfIncidentAsync(incident.Workspace, incident.Id);
        var next = IncidentAlarms.NextFlapping(rows.Select(row => row.Identity == alert.Identity ? row with { Flapping = state, HeldSince = heldSince } : row), options);
        return [IncidentAlarms.SetOrClear(IncidentAlarms.Flapping, next)];
    }
}
