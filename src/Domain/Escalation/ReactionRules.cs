using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>
/// What a change of an incident, by whomever, does to its escalation, and who hears of it. All changes come through here, so that none of them can
/// forget to.
/// </summary>
public static class ReactionRules
{
    /// <param name="before">The incident before the change.</param>
    /// <param name="change">What was decided.</param>
    /// <param name="context">Around it.</param>
    public static IncidentReaction Of(Incident before, IncidentChange change, TellContext context)
    {
        var after = change.Incident;
        // A workspace that has decided nothing tells nobody.
        if (context.Definitions.TellsNobody && before.Escalation is null && before.Notifications is null) return IncidentReaction.None(change);
        var telling = new Telling(after, context);
        var wakes = ImmutableArray.CreateBuilder<IncidentWake>();
        var events = ImmutableArray.CreateBuilder<TimelineEvent>();
        var state = after.Escalation;
        var actor = change.Events.IsDefaultOrEmpty ? null : change.Events[^1].Actor;

        if (before.Phase != after.Phase)
        {
            state = after.Phase switch
            {
                IncidentPhase.Acknowledged => Acknowledged(telling, after, state, actor, wakes, events, context),
                IncidentPhase.Resolved => Resolved(telling, before, after, state, actor, wakes, events, context),
                _ when before.Phase is IncidentPhase.Acknowledged => GivenBack(telling, after, state, actor, wakes, context),
                _ => state,
            };
        }
        var notifications = telling.State;
        if (before.Phase is IncidentPhase.Resolved && after.Phase is not IncidentPhase.Resolved)
        {
            // While it flaps those who know it need not hear of each beginning.
            if (!after.Flapping) notifications = notifications with { ReopenedAt = context.Now };
            wakes.Add(new(IncidentWake.Escalation, StartAt(after, context)));
        }
        if (after.Phase is not IncidentPhase.Resolved && before.Phase is not IncidentPhase.Resolved)
        {
            if (after.Severity > before.Severity) state = Raised(telling, after, state, actor, wakes, context);
            if (after.Flapping && !before.Flapping)
                NotificationRules.Follow(telling, after, NotificationKind.Flapping, "system", Stamp(context), context);
            if (Again(before, after)) wakes.Add(new(IncidentWake.Escalation, context.Now));
            if (before.Severity != after.Severity || before.Phase != after.Phase) wakes.Add(Reminder(after, context));
            notifications = telling.State;
        }
        if (before.Flapping && !after.Flapping && after.Phase is IncidentPhase.Resolved)
        {
            NotificationRules.Follow(
                telling, after, NotificationKind.Resolved, after.ResolvedBy, FormattableString.Invariant($"{after.ReopenCount}"), context);
            notifications = telling.State;
        }
        var same = ReferenceEquals(state, after.Escalation) && notifications == (after.Notifications ?? NotificationState.None);
        var next = same ? after : after with { Escalation = state, Notifications = notifications };
        return new(
            new(next, change.Events.IsDefaultOrEmpty ? events.ToImmutable() : change.Events.AddRange(events)), telling.Messages, wakes.ToImmutable());
    }

    /// <summary>When a new incident, or one that is reopened, looks whom to tell.</summary>
    public static DateTimeOffset StartAt(Severity severity, DateTimeOffset now) =>
        severity >= Severity.High ? now : now + NotificationRules.GroupWait(severity);

    internal static IncidentWake Reminder(Incident incident, TellContext context) => new(
        IncidentWake.Reminder, incident is { Severity: Severity.Critical, Phase: IncidentPhase.Open }
            ? context.Now + NotificationRules.ReminderEvery
            : null);

    /// <summary>Tells one change from another of its kind.</summary>
    internal static string Stamp(TellContext context) => FormattableString.Invariant($"{context.Now.ToUnixTimeMilliseconds()}");

    private static DateTimeOffset StartAt(Incident incident, TellContext context) => StartAt(incident.Severity, context.Now);

    private static EscalationState? Acknowledged(
        Telling telling, Incident after, EscalationState? state, string? actor, ImmutableArray<IncidentWake>.Builder wakes,
            ImmutableArray<TimelineEvent>.Builder events, TellContext context)
    {
        if (!after.Flapping) NotificationRules.Follow(telling, after, NotificationKind.Acknowledged, actor, Stamp(context), context);
        if (state is null) return null;
        var next = EscalationRules.OnAcknowledged(state, after.Severity, context.Now);
        Cancelled(state, next, "acknowledged", events, context);
        wakes.Add(new(IncidentWake.Escalation, null));
        if (state.Policy.AckTimeoutMinutes > 0) wakes.Add(new(IncidentWake.AckTimeout, context.Now.AddMinutes(state.Policy.AckTimeoutMinutes)));
        return next;
    }

    private static EscalationState? Resolved(
        Telling telling, Incident before, Incident after, EscalationState? state, string? actor, ImmutableArray<IncidentWake>.Builder wakes,
            ImmutableArray<TimelineEvent>.Builder events, TellContext context)
    {
        // What flaps is told to have ended when that is over, but pagers would page on.
        NotificationRules.Follow(
            telling, after, NotificationKind.Resolved, actor, FormattableString.Invariant($"{after.ReopenCount}"), context,
            pagersOnly: after.Flapping);
        foreach (
            var name in new[] { IncidentWake.Escalation, IncidentWake.Opened, IncidentWake.Group, IncidentWake.AckTimeout,
                IncidentWake.Reminder }) wakes.Add(new(name, null));
        if (state is null) return null;
        var next = EscalationRules.OnResolved(state, before.Severity, context.Now);
        Cancelled(state, next, "resolved", events, context);
        return next;
    }

    private static EscalationState? GivenBack(
        Telling telling, Incident after, EscalationState? state, string? actor, ImmutableArray<IncidentWake>.Builder wakes, TellContext context)
    {
        if (!after.Flapping) NotificationRules.Follow(telling, after, NotificationKind.Unacknowledged, actor, Stamp(context), context);
        wakes.Add(new(IncidentWake.AckTimeout, null));
        wakes.Add(new(IncidentWake.Escalation, context.Now));
        return state is null ? null : EscalationRules.OnAckExpired(state, context.Now);
    }

    private static EscalationState? Raised(
        Telling telling, Incident after, EscalationState? state, string? actor, ImmutableArray<IncidentWake>.Builder wakes, TellContext context)
    {
        // Who has not heard of it at all hears of it with the new severity soon; while it is silenced or snoozed nobody does, flapping or not.
        if (NotificationRules.ToldNow(after).Any() && HoldRules.Of(after, context.Now) is null or { Why: "flapping" })
            NotificationRules.Follow(telling, after, NotificationKind.SeverityRaised, actor, $"{after.Severity.Name()}.{Stamp(context)}", context);
        if (after.Phase is not IncidentPhase.Open) return state;
        if (state is not { Status: EscalationStatus.Active or EscalationStatus.Exhausted })
        {
            wakes.Add(new(IncidentWake.Escalation, StartAt(after, context)));
            return state;
        }
        var policy = EscalationRules.Match(context.Definitions, ServiceScope.Of(after.Subject), after.Severity);
        wakes.Add(new(IncidentWake.Escalation, context.Now));
        // What pages already goes on to.
        return EscalationRules.OnSeverityRaised(state, policy.PagesNobody ? state.Policy : policy, context.Now);
    }

    /// <summary>What held its steps has changed.</summary>
    private static bool Again(Incident before, Incident after) =>
        after.Phase is IncidentPhase.Open
        && ((before.SnoozedUntil != after.SnoozedUntil && after.SnoozedUntil is null)
            || (after.Escalation?.Hold is not null && before.SnoozedUntil != after.SnoozedUntil)
            || (before.Flapping && !after.Flapping)
            || before.Silenced != after.Silenced);

    private static void Cancelled(
        EscalationState before, EscalationState after, string reason, ImmutableArray<TimelineEvent>.Builder events, TellContext context)
    {
        var steps = after.Fired.Length - before.Fired.Length;
        if (steps > 0) events.Add(new(EventTypes.EscalationCancelled, "system", context.Now, EventPayload.Of(("reason", reason), ("steps", steps))));
    }
}
