using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>What happens to an incident next if nobody does anything.</summary>
public static class NextStepRules
{
    /// <summary>An escalation that has not begun so long after it should have was never meant to: nobody was defined then.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromMinutes(5);

    /// <summary>Null when nothing does: it is over, or somebody has it and may keep it.</summary>
    /// <param name="incident">What is looked at.</param>
    /// <param name="isChild">It is part of a group.</param>
    /// <param name="context">Around it.</param>
    /// <param name="calm">When it is calm, if it flaps and that is known.</param>
    public static NextStep? Of(Incident incident, bool isChild, TellContext context, ExpectedCalm? calm = null)
    {
        if (incident.Phase is IncidentPhase.Resolved) return null;
        if (isChild) return incident.Phase is IncidentPhase.Open ? new(NextStepKind.ToldByParent, "told by the parent") : null;
        if (incident.Phase is IncidentPhase.Acknowledged) return AckExpiry(incident);
        var state = Escalation(incident, context);
        if (HoldRules.Of(incident, context.Now) is { } hold) return Held(hold, pages: state is not null, calm);
        if (state is null) return new(NextStepKind.Nothing, "nobody is paged");
        var next = EscalationRules.Open(state, incident.Severity).Where(step => !step.Dropped).OrderBy(step => step.DueAt).Take(1).ToList();
        return state.Status is EscalationStatus.Active && next is [var step]
            ? Page(incident, state, step, context)
            : new(NextStepKind.Nothing, "nobody is left to page");
    }

    /// <summary>Nobody was there when it wanted to page.</summary>
    public static bool ReachedNobody(Incident incident) => incident is { Phase: IncidentPhase.Open, Escalation: { } state }
        && state.Fired.Where(step => step.Cycle >= state.FirstCycle).ToList() is { Count: > 0 } fired
        && fired.Exists(step => step.Outcome is StepOutcome.Nobody or StepOutcome.Unreached)
        && !fired.Exists(step => StepOutcome.Reached(step.Outcome));

    private static NextStep? AckExpiry(Incident incident)
    {
        if (incident is not { AcknowledgedAt: { } at, Escalation.Policy.AckTimeoutMinutes: > 0 and var minutes }) return null;
        var expires = at.AddMinutes(minutes);
        return new(NextStepKind.AckExpires, "ack expires in") { At = incident.SnoozedUntil > expires ? incident.SnoozedUntil : expires };
    }

    /// <summary>As it is, or as it will begin; null: nobody is ever paged.</summary>
    private static EscalationState? Escalation(Incident incident, TellContext context)
    {
        if (incident.Escalation is { Status: EscalationStatus.Active or EscalationStatus.Acknowledged or EscalationStatus.Exhausted } state)
            return state;
        if (context.Definitions.TellsNobody && incident.Escalation is null) return null;
        var policy = EscalationRules.Match(context.Definitions, ServiceScope.Of(incident.Subject), incident.Severity);
        if (policy.PagesNobody) return null;
        var start = ReactionRules.StartAt(incident.Severity, incident.Notifications?.ReopenedAt ?? incident.CreatedAt);
        var held = incident.Escalation?.Hold is not null || HoldRules.Of(incident, context.Now) is not null;
        if (context.Now - start > BeginsWithin && !held) return null;
        return EscalationRules.Start(policy, held && start < context.Now ? context.Now : start, incident.Escalation);
    }

    private static NextStep Held(EscalationHold hold, bool pages, ExpectedCalm? calm) => hold.Why switch
    {
        "flapping" when calm is { } expected => new(NextStepKind.Held, expected.Ends ? "ends at" : pages ? "pages at" : "watched until")
        {
            At = expected.At, ByClock = true, Then = "if nothing changes before",
        },
        "flapping" => new(NextStepKind.Held, pages ? "pages when calm" : "watched until calm"),
        "maintenance" => new(NextStepKind.Held, "window ends at") { At = hold.Until, ByClock = true },
        _ when pages => new(NextStepKind.Held, "pages at") { At = hold.Until, ByClock = true, Then = "if it still fires" },
        "snoozed" => new(NextStepKind.Held, "back at") { At = hold.Until, ByClock = true },
        _ => new(NextStepKind.Held, "silence ends at") { At = hold.Until, ByClock = true },
    };

    private static NextStep Page(Incident incident, EscalationState state, EscalationStep step, TellContext context)
    {
        var due = step.DueAt > context.Now ? step.DueAt : context.Now;
        ImmutableArray<string> people =
        [
            .. TargetRules.People(step.Of(state.Policy).Targets, ServiceScope.Of(incident.Subject), context.Definitions, context.Duty, due)
                .Select(target => target.Person.Id),
        ];
        var told = state.Fired.Where(fired => fired.Cycle >= state.FirstCycle && StepOutcome.Reached(fired.Outcome))
            .SelectMany(fired => fired.People);
        var verb = incident.Severity >= Severity.High ? "paged" : "told";
        var says = people switch
        {
            [] => incident.Severity >= Severity.High ? "nobody to page" : "nobody to tell",
            [var one] => told.Contains(one) ? $"{one} again" : $"{one} is {verb}",
            [var one, var other] => $"{one} and {other} are {verb}",
            [var one, ..] => FormattableString.Invariant($"{one} and {people.Length - 1} more are {verb}"),
        };
        var what = people.IsEmpty ? NextStepKind.PageOfNobody : NextStepKind.Page;
        if (step.DueAt <= context.Now) return new(what, $"{says} now") { People = people };
        return step.Shifted
            ? new(what, $"{says} at") { At = step.DueAt, ByClock = true, Then = "after quiet hours", People = people }
            : new(what, $"{says} in") { At = step.DueAt, People = people };
    }
}
