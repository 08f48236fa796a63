using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>
/// What an incident does when one of its alarms says that it is time. Decides from the incident and the clock: called twice, or late, it does the
/// same once.
/// </summary>
public static class EscalationAlarmRules
{
    /// <summary>A step may be due; the first time the escalation starts.</summary>
    /// <param name="incident">Not a child of a group.</param>
    /// <param name="dueAt">When the alarm was due: an escalation that starts counts from then, so that it knows how late it is.</param>
    /// <param name="context">Around it.</param>
    public static IncidentReaction Escalate(Incident incident, DateTimeOffset dueAt, TellContext context)
    {
        var now = context.Now;
        if (incident.Phase is IncidentPhase.Resolved) return IncidentReaction.None(IncidentChange.None(incident));
        if (context.Definitions.TellsNobody && incident.Escalation is null) return IncidentReaction.None(IncidentChange.None(incident));
        if (HoldRules.Of(incident, now) is { } hold) return Held(incident, hold, context);

        var telling = new Telling(incident, context);
        var events = ImmutableArray.CreateBuilder<TimelineEvent>();
        var wakes = ImmutableArray.CreateBuilder<IncidentWake>();
        // What a silence has held back begins when it ends, whatever there was before.
        var silenceEnded = incident.Escalation?.Hold?.Why is "silenced" or "maintenance";
        var state = incident.Escalation;
        if (state is null || silenceEnded || state.Status is EscalationStatus.Resolved or EscalationStatus.Cancelled)
        {
            state = Begin(incident, dueAt < now ? dueAt : now, state, events, wakes, context);
            wakes.Add(ReactionRules.Reminder(incident, context));
        }
        if (incident.Phase is IncidentPhase.Open && state is { Status: EscalationStatus.Active })
        {
            var (next, taken) = StepRules.PageDueSteps(telling, incident, state, context);
            (state, var noted) = AfterSteps(next, incident, context);
            events.AddRange(taken);
            events.AddRange(noted);
            if (EscalationRules.NextAt(state, incident.Severity) is { } at) wakes.Add(new(IncidentWake.Escalation, at));
        }
        if (!NotificationRules.IsAnnounced(incident)) Announce(telling, incident, wakes, context);
        return new(
            new(incident with { Escalation = state, Notifications = telling.State }, events.ToImmutable()), telling.Messages, wakes.ToImmutable());
    }

    /// <summary>By the policy that fits now; null, or what there was, where that pages nobody.</summary>
    private static EscalationState? Begin(
        Incident incident, DateTimeOffset startedAt, EscalationState? before, ImmutableArray<TimelineEvent>.Builder events,
        ImmutableArray<IncidentWake>.Builder wakes, TellContext context)
    {
        var policy = EscalationRules.Match(context.Definitions, ServiceScope.Of(incident.Subject), incident.Severity);
        if (policy.PagesNobody) return before is null ? null : before with { Status = EscalationStatus.Cancelled, Hold = null };
        var state = EscalationRules.Start(policy, startedAt, before);
        events.Add(new(
            EventTypes.EscalationStarted, "system", context.Now, EventPayload.Of(("policy", policy.Name), ("started_at", state.StartedAt))));
        if (incident.Phase is not IncidentPhase.Acknowledged) return state;
        if (policy.AckTimeoutMinutes > 0)
            wakes.Add(new(IncidentWake.AckTimeout, (incident.AcknowledgedAt ?? context.Now).AddMinutes(policy.AckTimeoutMinutes)));
        return state with { Status = EscalationStatus.Acknowledged };
    }

    /// <summary>The routes hear of it, if it is still there.</summary>
    public static IncidentReaction Open(Incident incident, TellContext context)
    {
        if (incident.Phase is IncidentPhase.Resolved || NotificationRules.IsAnnounced(incident))
            return IncidentReaction.None(IncidentChange.None(incident));
        // The end of the hold announces it.
        if (HoldRules.Of(incident, context.Now) is not null) return IncidentReaction.None(IncidentChange.None(incident));
        var telling = new Telling(incident, context);
        NotificationRules.Announce(telling, incident, context, pagersOnly: false);
        return new(new(incident with { Notifications = telling.State }, []), telling.Messages, []);
    }

    /// <summary>Nobody has acknowledged something critical for hours: the chats hear of it again.</summary>
    public static IncidentReaction Remind(Incident incident, TellContext context)
    {
        if (incident is not { Severity: Severity.Critical, Phase: IncidentPhase.Open }) return IncidentReaction.None(IncidentChange.None(incident));
        var telling = new Telling(incident, context);
        if (HoldRules.Of(incident, context.Now) is null)
            NotificationRules.Follow(telling, incident, NotificationKind.Reminder, null, ReactionRules.Stamp(context), context);
        var next = telling.Messages.IsEmpty ? incident : incident with { Notifications = telling.State };
        return new(new(next, []), telling.Messages, [ReactionRules.Reminder(incident, context)]);
    }

    /// <summary>An acknowledgement that has led to nothing expires.</summary>
    public static IncidentReaction ExpireAck(Incident incident, TellContext context)
    {
        if (incident.Phase is not IncidentPhase.Acknowledged || incident.Escalation is not { Policy.AckTimeoutMinutes: > 0 } state)
            return IncidentReaction.None(IncidentChange.None(incident));
        var expires = (incident.AcknowledgedAt ?? context.Now).AddMinutes(state.Policy.AckTimeoutMinutes);
        if (incident.SnoozedUntil > expires) expires = incident.SnoozedUntil.Value;
        if (expires > context.Now) return new(IncidentChange.None(incident), [], [new(IncidentWake.AckTimeout, expires)]);
        return ReactionRules.Of(incident, IncidentRules.ExpireAcknowledgement(incident, context.Now), context);
    }

    /// <summary>It has become a child of a group, which tells for it.</summary>
    public static IncidentReaction Cancel(Incident incident, string parentId, TellContext context)
    {
        if (incident.Escalation is not { Status: EscalationStatus.Active or EscalationStatus.Acknowledged or EscalationStatus.Exhausted } state)
            return IncidentReaction.None(IncidentChange.None(incident));
        var next = EscalationRules.OnCancelled(state, incident.Severity, context.Now);
        return new(
            new(incident with { Escalation = next },
                [new(EventTypes.EscalationCancelled, "system", context.Now,
                    EventPayload.Of(("reason", "grouped"), ("parent_id", parentId), ("steps", next.Fired.Length - state.Fired.Length)))]),
            [], [new(IncidentWake.Escalation, null), new(IncidentWake.AckTimeout, null), new(IncidentWake.Reminder, null),
                new(IncidentWake.Opened, null)]);
    }

    private static IncidentReaction Held(Incident incident, EscalationHold hold, TellContext context)
    {
        var wake = new IncidentWake(IncidentWake.Escalation, hold.Until);
        if (incident.Escalation?.Hold is { } before && before.Why == hold.Why && (before.Until == hold.Until || hold.Why == "flapping"))
            return new(IncidentChange.None(incident), [], [wake]);
        // Before it has started it is cancelled rather than active: it starts when the hold ends.
        var state = incident.Escalation
            ?? EscalationRules.Start(
                EscalationRules.Match(context.Definitions, ServiceScope.Of(incident.Subject), incident.Severity),
                context.Now) with { Status = EscalationStatus.Cancelled };
        return new(new(incident with { Escalation = state with { Hold = hold } }, [HeldEvent(hold, context)]), [], [wake]);
    }

    /// <summary>What is to be said of the state after its steps were taken: it is exhausted, or its next step falls into quiet hours.</summary>
    private static (EscalationState State, ImmutableArray<TimelineEvent> Events) AfterSteps(EscalationState state, Incident incident,
        TellContext context)
    {
        if (state.Status is not EscalationStatus.Active) return (state, []);
        if (EscalationRules.Next(state, incident.Severity) is not { } next)
        {
            return context.Now < EscalationRules.EndAt(state) ? (state, [])
                : (state with { Status = EscalationStatus.Exhausted }, [StepRules.Exhausted(context.Now, "nobody acknowledged", [])]);
        }
        if (!next.Shifted) return (state, []);
        var hold = new EscalationHold("quiet_hours", next.DueAt);
        return state.Hold == hold ? (state, []) : (state with { Hold = hold }, [HeldEvent(hold, context)]);
    }

    private static void Announce(Telling telling, Incident incident, ImmutableArray<IncidentWake>.Builder wakes, TellContext context)
    {
        var openAt = (incident.Notifications?.ReopenedAt ?? incident.CreatedAt) + NotificationRules.GroupWait(incident.Severity);
        var wait = openAt > context.Now;
        NotificationRules.Announce(telling, incident, context, pagersOnly: wait);
        if (wait) wakes.Add(new(IncidentWake.Opened, openAt));
    }

    private static TimelineEvent HeldEvent(EscalationHold hold, TellContext context) =>
        new(EventTypes.EscalationHeld, "system", context.Now,
            EventPayload.Of(("why", hold.Why), ("until", hold.Why == "flapping" ? null : hold.Until)));
}
