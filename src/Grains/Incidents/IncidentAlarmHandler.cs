using System.Collections.Immutable;
using AiSre.Domain.Alarms;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;

namespace AiSre.Grains.Incidents;

/// <summary>
/// What an incident does by itself when the time has come. Every answer to an alarm is a commit under the incident's version, even one that changes
/// nothing else: an activation that knows an older state must not take away what a newer one still needs.
/// </summary>
internal sealed class IncidentAlarmHandler(
    IncidentWriter writer, TellContexts contexts, IncidentGroup group, ParentFollower parents, IAlertIndex index, IOutboxReads outbox,
    ISilences silences, TimeProvider clock, DedupOptions options)
{
    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        if (writer.Incident is not { } incident) return AlarmAnswer.Obsolete;
        var now = clock.GetUtcNow();
        var fired = alarm.Fired();
        var lateBy = AlarmRules.LateBySeconds(alarm.DueAt, now);
        await (alarm.Name switch
        {
            IncidentAlarms.Snooze => EndSnoozeAsync(incident, fired, lateBy, now),
            IncidentAlarms.Stale => ResolveStaleAsync(incident, fired, AlarmRules.AwayUntil(alarm.DueAt, alarm.AwayUntil, now), lateBy, now),
            IncidentAlarms.Silence => EndSilenceAsync(incident, fired, lateBy, now),
            IncidentAlarms.Flapping => EndFlappingAsync(incident, fired, lateBy, now),
            IncidentWake.Escalation or IncidentWake.Group => EscalateAsync(incident, alarm.DueAt, fired, now),
            IncidentWake.Opened => AnnounceAsync(incident, fired, now),
            IncidentWake.AckTimeout => ExpireAcknowledgementAsync(incident, fired, now),
            IncidentWake.Reminder => RemindAsync(incident, fired, now),
            IncidentWake.Unreached => PageAfterUnreachedAsync(incident, fired, now),
            IncidentWake.Children => NotifyChildrenAsync(incident, fired),
            // From a newer version of this program, which knows what to do.
            _ => throw new NotSupportedException($"An incident has no alarm '{alarm.Name}'."),
        });
        return AlarmAnswer.Settled;
    }

    private async Task EndSnoozeAsync(Incident incident, AlarmFired fired, long? lateBy, DateTimeOffset now)
    {
        var change = IncidentRules.EndSnooze(incident, lateBy, now);
        await writer.CommitAsync(change, alarms: IncidentAlarms.After(fired, change.Incident.SnoozedUntil));
    }

    /// <summary>Alerts that their source has not sent again are over; the others are looked at when they would be.</summary>
    private async Task ResolveStaleAsync(Incident incident, AlarmFired fired, DateTimeOffset? awayUntil, long? lateBy, DateTimeOffset now)
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
                var flapping = FlappingRules.OnTransition(row.Flapping, now, options);
                ends.Add(new AlertEnds(row.Identity, now.ToUnixTimeMilliseconds(), null, flapping, UnlessSeenAfter: row.LastSeen));
                continue;
            }
            spared |= StaleRules.StaleAt(lastSeen, null, options) <= now;
            if (next is null || staleAt < next) next = staleAt;
        }
        if (spared) change = change.Then(i => StaleRules.Postpone(i, next!.Value, awayUntil!.Value, lateBy, now));
        await writer.CommitAsync(change, ends.ToImmutable(), alarms: IncidentAlarms.After(fired, next));
    }

    /// <summary>Resolves that were held back take effect, and alerts that have been quiet for long enough flap no more.</summary>
    private async Task EndFlappingAsync(Incident incident, AlarmFired fired, long? lateBy, DateTimeOffset now)
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
        await writer.CommitAsync(change, changes.ToImmutable(), alarms: IncidentAlarms.After(fired, IncidentAlarms.NextFlapping(rows, options)));
    }

    /// <summary>The silence that marks it is over by what was known of it; it may have been prolonged since, and there may be another.</summary>
    private async Task EndSilenceAsync(Incident incident, AlarmFired fired, long? lateBy, DateTimeOffset now)
    {
        var change = incident.Silenced is null
            ? IncidentChange.None(incident)
            : SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, await SilencesAsync(incident.Workspace), now), lateBy, now);
        await writer.CommitAsync(change, alarms: IncidentAlarms.After(fired, change.Incident.Silenced?.Until));
    }

    /// <summary>As they are now: a copy may be too old to know that the end was put off. As they were known last when they cannot be had.</summary>
    private async Task<ImmutableArray<Silence>> SilencesAsync(string workspace)
    {
        try
        {
            return await silences.FreshAsync(workspace);
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or OrleansException or TimeoutException)
        {
            return await silences.OfAsync(workspace);
        }
    }

    /// <summary>A step of the escalation may be due. A child of a group asks first whether the group tells for it.</summary>
    private async Task EscalateAsync(Incident incident, DateTimeOffset dueAt, AlarmFired fired, DateTimeOffset now)
    {
        var silenced = incident.Phase is IncidentPhase.Resolved
            ? IncidentChange.None(incident)
            : SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, await silences.OfAsync(incident.Workspace), now), null, now);
        var current = silenced.Incident;
        var context = await contexts.OfAsync(incident, now, withOthers: true);
        var parent = await group.ParentOfAsync(incident);
        if (parent is { Phase: IncidentPhase.Resolved } && current.Phase is not IncidentPhase.Resolved && GroupRules.NeverEnds(current))
        {
            // It joined while its parent ended.
            await parents.ResolveWithParentAsync(incident, parent.Id, now, [fired]);
            return;
        }
        // It did so before it became part of a group.
        var escalatesAlone = current.Escalation is { Status: EscalationStatus.Active };
        var reaction = parent is null or { Phase: IncidentPhase.Resolved } || (escalatesAlone && current.Severity > parent.Severity)
            ? EscalationAlarmRules.Escalate(current, dueAt, context)
            : escalatesAlone ? EscalationAlarmRules.Cancel(current, parent.Id, context)
            : GroupRules.Child(
                current, parent, await outbox.WrittenAsync(incident.Workspace, ChildPages.KeysOf(current, parent, context)), context,
                late: now - dueAt >= ChildPages.ParentTakes);
        await writer.CommitAsync(reaction with { Change = silenced.Then(_ => reaction.Change) }, fired);
    }

    private async Task AnnounceAsync(Incident incident, AlarmFired fired, DateTimeOffset now) =>
        await writer.CommitAsync(EscalationAlarmRules.Open(incident, await contexts.OfAsync(incident, now, withOthers: true)), fired);

    private async Task ExpireAcknowledgementAsync(Incident incident, AlarmFired fired, DateTimeOffset now) =>
        await writer.CommitAsync(EscalationAlarmRules.ExpireAck(incident, await contexts.OfAsync(incident, now)), fired);

    private async Task RemindAsync(Incident incident, AlarmFired fired, DateTimeOffset now) =>
        await writer.CommitAsync(EscalationAlarmRules.Remind(incident, await contexts.OfAsync(incident, now, withOthers: true)), fired);

    /// <summary>A page of it was given up, or fails.</summary>
    private async Task PageAfterUnreachedAsync(Incident incident, AlarmFired fired, DateTimeOffset now)
    {
        var pages = (await outbox.OfIncidentAsync(incident.Workspace, incident.Id)).Where(row => row.Message.IsPage)
            .Select(row => new SentPage(row.Message.Key, row.Message.Channel, FateOf(row, now))).ToList();
        await writer.CommitAsync(UnreachedRules.Of(incident, pages, await contexts.OfAsync(incident, now, withOthers: true)), fired);
    }

    private static PageFate FateOf(OutboxRow row, DateTimeOffset now) => row.Status switch
    {
        OutboxStatus.Dead => PageFate.Dead,
        OutboxStatus.Suppressed when Attempt.IsLogged(row.Error) => PageFate.Dead,
        // Suppressed: a digest or newer news has told it.
        OutboxStatus.Sent or OutboxStatus.Suppressed => PageFate.Arrived,
        _ when Attempt.IsHeld(row.Error) => PageFate.Failing,
        _ when UnreachedRules.IsFailing(row.Attempts, now - DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt)) => PageFate.Failing,
        _ => PageFate.Waiting,
    };

    private async Task NotifyChildrenAsync(Incident incident, AlarmFired fired)
    {
        if (incident.Phase is not IncidentPhase.Open) await group.NotifyChildrenAsync(incident);
        await writer.CommitAsync(IncidentChange.None(incident), alarms: [fired]);
    }
}
