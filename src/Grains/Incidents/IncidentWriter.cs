using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Incidents;

/// <summary>
/// The only type that sees an incident's store. It writes a change together with the messages and alarms that follow from it, in one transaction.
/// After the commit it wakes the destinations and tells the correlator of an end. So no caller can forget who must be told.
/// </summary>
internal sealed class IncidentWriter(
    IPersistentState<Kept<Incident>> store, TellContexts contexts, IncidentGroup group, UnroutedLog unrouted, UnreachedPages unreached,
    AlarmBell bell, IGrainFactory grains, TimeProvider clock, DedupOptions options)
{
    /// <summary>Null when there is none. Known once it was read.</summary>
    public Incident? Incident => store.State.Value;

    public ValueTask<Incident?> ReadAsync() => store.ReadAsync();

    /// <summary>
    /// Runs an attempt again on fresh state when another activation has changed the row in between, unless the caller has given up meanwhile.
    /// </summary>
    public Task<T> RetryOnConflictAsync<T>(Func<Task<T>> attempt) => store.RetryOnConflictAsync(attempt);

    /// <summary>Answers an alarm whose effect is committed together with that it has fired.</summary>
    public Task<AlarmAnswer> AnswerAsync(Func<Task<AlarmAnswer>> act) => store.AnswerAsync(act);

    /// <summary>Writes what a rule decided, with all that follows from it; nothing when it decided nothing.</summary>
    /// <param name="change">What was decided.</param>
    /// <param name="alerts">Rows of its alerts that change with it.</param>
    /// <param name="split">The incident that an unmerged alert gets.</param>
    /// <param name="alarms">Alarms that it sets, or has acted on.</param>
    /// <param name="from">The source whose signal it was: its own product is not told.</param>
    /// <param name="mark">The signal's mark, if it comes from the spool. It is committed even when the signal changes nothing.</param>
    /// <param name="body">What the signal was read from.</param>
    public async Task<Incident> CommitAsync(
        IncidentChange change, ImmutableArray<AlertChange> alerts = default, AlertSplit? split = null, ImmutableArray<AlarmChange> alarms = default,
        string? from = null, SpoolMark? mark = null, RawAlert body = default)
    {
        var before = store.State.Value!;
        var context = ConcernsOthers(before, change.Incident) ? await contexts.OfAsync(before, clock.GetUtcNow(), from) : null;
        var reaction = context is null ? IncidentReaction.None(change) : ReactionRules.Of(before, change, context);
        var after = await CommitAsync(before, reaction, alerts, split, alarms.IsDefault ? [] : alarms, mark, body);
        if (context is { Definitions.TellsNobody: true } && before.Notifications is null) unrouted.Changed(before, after);
        return after;
    }

    /// <summary>Writes what somebody must be told, with what they are told.</summary>
    public Task<Incident> CommitAsync(IncidentReaction reaction) =>
        CommitAsync(store.State.Value!, reaction, alerts: default, split: null, [], mark: null, body: default);

    /// <summary>Writes what an alarm led to, in place of the alarm.</summary>
    public Task<Incident> CommitAsync(IncidentReaction reaction, AlarmFired fired) =>
        CommitAsync(store.State.Value!, reaction, alerts: default, split: null, [fired], mark: null, body: default);

    private static bool ConcernsOthers(Incident before, Incident after) =>
        before.Phase != after.Phase || before.Severity != after.Severity || before.Flapping != after.Flapping
        || before.SnoozedUntil != after.SnoozedUntil || before.Silenced != after.Silenced;

    private async Task<Incident> CommitAsync(
        Incident before, IncidentReaction reaction, ImmutableArray<AlertChange> alerts, AlertSplit? split, ImmutableArray<AlarmChange> alarms,
        SpoolMark? mark, RawAlert body)
    {
        var change = reaction.Change;
        var after = change.Incident;
        var facts = new IncidentWriteFacts
        {
            Events = change.Events.IsDefaultOrEmpty ? [] : IncidentEvent.Of(after, change.Events, body.Text),
            Alerts = alerts.IsDefault ? [] : alerts,
            Split = split,
            Alarms = [.. alarms, .. await FollowingAlarmsAsync(before, reaction, alarms)],
            Messages = reaction.Messages,
            Mark = mark,
        };
        // Where the mark is there already, all of this has happened before.
        if ((!ReferenceEquals(after, before) || !facts.IsEmpty) && !await store.CommitAsync(after, facts)) return before;
        EscalationMetrics.Committed(before, after);
        unreached.Committed(after, change.Events);
        WakeDestinations(reaction.Messages);
        bell.After(IncidentTarget.Of(after), facts.Alarms);
        if (after.Phase is IncidentPhase.Resolved) _ = grains.GetGrain<ICorrelatorGrain>(after.Workspace).ClosedAsync(after.Id);
        return after;
    }

    /// <summary>The alarms that a change sets or clears beside those that its caller names.</summary>
    private async ValueTask<List<AlarmChange>> FollowingAlarmsAsync(Incident before, IncidentReaction reaction, ImmutableArray<AlarmChange> named)
    {
        var after = reaction.Change.Incident;
        var following = IncidentAlarms.Of(before, after, clock.GetUtcNow(), options).Where(alarm => !Names(named, alarm.Name)).ToList();
        // The earliest of a name; where an alarm has just fired, it need not be cleared.
        foreach (var wake in reaction.Wakes.GroupBy(wake => wake.Name))
        {
            if (wake.Min(w => w.At) is { } at) following.Add(AlarmSet.At(wake.Key, at));
            else if (!Names(named, wake.Key)) following.Add(new AlarmClear(wake.Key));
        }
        if (before.Phase != after.Phase && after.Phase is not IncidentPhase.Open && await group.HasChildrenAsync(after))
            following.Add(AlarmSet.At(IncidentWake.Children, clock.GetUtcNow()));
        return following;
    }

    private static bool Names(ImmutableArray<AlarmChange> alarms, string name) => alarms.Any(alarm => alarm.Name == name);

    /// <summary>Their alarm would call them too, up to a second later.</summary>
    private void WakeDestinations(ImmutableArray<OutboxMessage> messages)
    {
        foreach (var key in messages.Select(message => GrainKeys.Destination(message.Workspace, message.Channel, message.Address)).Distinct())
            _ = grains.GetGrain<IDestinationGrain>(key).WakeAsync();
    }
}
