using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>What has become of a page by now.</summary>
public enum PageFate
{
    /// <summary>It waits for its turn: it may still be in time.</summary>
    Waiting = 0,

    Arrived = 1,

    /// <summary>It was tried and is tried again, or waits for a destination that is left alone; nobody knows when that helps.</summary>
    Failing = 2,

    /// <summary>It was given up.</summary>
    Dead = 3,
}

/// <param name="Key">The message's idempotency key.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Fate">What has become of it.</param>
public readonly record struct SentPage(string Key, string Channel, PageFate Fate);

/// <summary>
/// A page that reaches nobody is no page: the step after it is taken at once, and the timeline says that the first has failed
/// (docs/rules/escalation.md).
/// </summary>
public static class UnreachedRules
{
    /// <summary>A page that has failed so often is not in time any more.</summary>
    public const int FailingAttempts = 3;

    /// <summary>The same for one whose vendor does not answer.</summary>
    public static readonly TimeSpan FailingAfter = HeldRules.InTime;

    /// <summary>The attempt after which it counts as failing; one that fails already does not start to.</summary>
    public static bool StartsToFail(int attempts, TimeSpan age) =>
        attempts == FailingAttempts || (attempts < FailingAttempts && age >= FailingAfter);

    /// <summary>What has become of a page that was tried so often.</summary>
    public static bool IsFailing(int attempts, TimeSpan age) => attempts >= FailingAttempts || (attempts > 0 && age >= FailingAfter);

    /// <summary>A message of its latest step has failed; if all of them have, nobody knows of the incident.</summary>
    /// <param name="incident">Any.</param>
    /// <param name="pages">All pages about it.</param>
    /// <param name="context">Around it.</param>
    public static IncidentReaction Of(Incident incident, IReadOnlyCollection<SentPage> pages, TellContext context)
    {
        var none = IncidentReaction.None(IncidentChange.None(incident));
        if (incident.Phase is not IncidentPhase.Open) return none;
        if (incident.Escalation is not { Status: EscalationStatus.Active or EscalationStatus.Exhausted } state)
            return pages.Count > 0 && pages.All(page => page.Fate is PageFate.Dead) ? Said(incident, null, context) : none;
        if (state.Fired.LastOrDefault(step => step.Cycle >= state.FirstCycle && step.Outcome == StepOutcome.Sent) is not { } step) return none;
        var prefix = StepRules.KeysOf(incident, step.Cycle, step.Level);
        // The log as a stand-in is read by nobody; where the step names it somebody may watch it.
        var named = StepRules.Channels(incident, state.Policy.Levels[step.Level - 1], context);
        var ofStep = pages.Where(page => page.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(page => page.Channel != LogChannel.ChannelName || named.Contains(LogChannel.ChannelName, StringComparer.OrdinalIgnoreCase))
            .ToList();
        if (ofStep.Count == 0 || ofStep.Exists(page => page.Fate is PageFate.Arrived or PageFate.Waiting)) return none;

        var failed = state with { Fired = state.Fired.Replace(step, step with { Outcome = StepOutcome.Unreached }) };
        var said = Said(incident, step, context).Change.Events;
        if (state.Status is EscalationStatus.Exhausted || HoldRules.Of(incident, context.Now) is not null)
            return none with { Change = new(incident with { Escalation = failed }, said) };
        var telling = new Telling(incident, context);
        var (next, events) = StepRules.PageAfterUnreached(telling, incident, failed, step, context);
        ImmutableArray<IncidentWake> wakes =
            EscalationRules.NextAt(next, incident.Severity) is { } at ? [new(IncidentWake.Escalation, at)] : [new(IncidentWake.Escalation, null)];
        return new(
            new(incident with { Escalation = next, Notifications = telling.State }, said.AddRange(events)), telling.Messages, wakes);
    }

    /// <summary>The timeline says that a page has reached nobody.</summary>
    public static bool SaysSo(TimelineEvent said) => said.Type is EventTypes.EscalationUnreached
        || (said.Type is EventTypes.EscalationExhausted && said.Payload.Contains("\"reason\":\"nobody\"", StringComparison.Ordinal));

    private static IncidentReaction Said(Incident incident, FiredStep? step, TellContext context) => IncidentReaction.None(new(incident,
    [
        new(EventTypes.EscalationUnreached, "system", context.Now, EventPayload.Of(
            ("cycle", step?.Cycle), ("level", step?.Level), ("persons", step?.People.AsEnumerable()), ("channels", step?.Channels.AsEnumerable()),
            ("reason", "no message of it has arrived"))),
    ]));
}
