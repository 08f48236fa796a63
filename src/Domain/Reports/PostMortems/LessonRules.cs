using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>What the facts say about how it went. What luck was, people know; only an end that nobody brought about is plain luck.</summary>
internal static class LessonRules
{
    /// <summary>Whoever acknowledges within this time was quick.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMinutes(5);

    /// <summary>Whoever takes longer was slow, and so was an alert that comes so long after the problem began.</summary>
    internal static readonly TimeSpan Slow = TimeSpan.FromMinutes(15);

    public static PostMortemLessons Of(PostMortemFacts facts, Story story) =>
        new(OrUnknown(WentWell(facts, story)), OrUnknown(WentWrong(facts, story)), OrUnknown(GotLucky(facts, story)));

    private static IEnumerable<string> WentWell(PostMortemFacts facts, Story story)
    {
        if (story.First(EventTypes.IncidentAcknowledged) is { } taken && taken.At - facts.Incident.CreatedAt <= Quick)
            yield return $"{taken.Actor} acknowledged it {Words.Span(taken.At - facts.Incident.CreatedAt)} after the first event.";
        foreach (var seen in story.Verified(helped: true)) yield return $"{Story.Field(seen, "action")} was seen to help.";
        if (facts.Members.Length is var members and > 0)
            yield return $"{Words.Count(members, "further incident")} {(members == 1 ? "was" : "were")} recognised as part of it.";
    }

    private static IEnumerable<string> WentWrong(PostMortemFacts facts, Story story)
    {
        var incident = facts.Incident;
        var taken = story.First(EventTypes.IncidentAcknowledged);
        if (taken is null) yield return "Nobody acknowledged it.";
        else if (taken.At - incident.CreatedAt > Slow)
            yield return $"The first acknowledgement came {Words.Span(taken.At - incident.CreatedAt)} after the first event.";
        if (incident.CreatedAt - incident.StartsAt > Slow)
            yield return $"The alert came {Words.Span(incident.CreatedAt - incident.StartsAt!.Value)} after the problem had begun.";
        if (story.Count(EventTypes.EscalationNobody) > 0) yield return "An escalation found nobody on call.";
        if (story.Count(EventTypes.EscalationUnreached) > 0) yield return "Messages of an escalation did not reach those whom it named.";
        if (Escalated(incident) is var level and >= 2) yield return $"The first who were told did not suffice: it escalated to level {level}.";
        if (incident.ReopenCount > 0) yield return $"It was opened again {Words.Count(incident.ReopenCount, "time")}.";
        foreach (var seen in story.Verified(helped: false)) yield return $"{Story.Field(seen, "action")} was seen not to help.";
        if (facts.Actions.Count(action => action is { DryRun: false, Outcome: "failed" or "unknown" }) is var failed and > 0)
            yield return $"{Words.Count(failed, "action")} failed, or nobody knows what became of {(failed == 1 ? "it" : "them")}.";
        if (story.Count(EventTypes.FlappingStarted) > 0) yield return "Its alert opened and closed too often to be believed.";
    }

    private static IEnumerable<string> GotLucky(PostMortemFacts facts, Story story)
    {
        var incident = facts.Incident;
        if (incident.Phase is IncidentPhase.Resolved && !incident.ResolvedByHuman && story.First(EventTypes.IncidentAcknowledged) is null
            && !facts.Actions.Any(action => !action.DryRun)) yield return "It ended by itself before anybody did anything.";
    }

    /// <summary>The highest level that was told.</summary>
    internal static int Escalated(Incident incident) =>
        (incident.Escalation?.Fired ?? []).Where(step => StepOutcome.Reached(step.Outcome)).Select(step => step.Level).DefaultIfEmpty().Max();

    private static ImmutableArray<string> OrUnknown(IEnumerable<string> said) =>
        said.ToImmutableArray() is { Length: > 0 } list ? list : [PostMortem.Unknown];
}
