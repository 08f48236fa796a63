using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>What the facts ask for. Each item names the fact; who does it, people say.</summary>
internal static class ActionItemRules
{
    private const string Prevent = "prevent", Mitigate = "mitigate", Detect = "detect", Process = "process";

    public static ImmutableArray<ActionItem> Of(PostMortemFacts facts, Story story) =>
        [.. Preventing(facts), .. Mitigating(facts, story), .. Detecting(facts, story), .. Processes(facts, story)];

    private static IEnumerable<ActionItem> Preventing(PostMortemFacts facts)
    {
        if (PatternLabels.PatternOf(facts.Incident) is var pattern and not FailurePatterns.Unknown)
            yield return new(Prevent, PatternAdvice.Of(pattern).Recommendation, $"failure pattern {pattern}");
        if (facts.Deploy is { } deploy)
            yield return new(
                Prevent,
                $"Look whether the deploy of {deploy.Service}{(deploy.Version is { } version ? $" {version}" : "")} brought it, and what would have "
                    + "shown that before",
                $"deploy {deploy.Id} came shortly before it");
        if (facts.Incident.PreviousIncidentId is { } previous)
            yield return new(Prevent, "Look why what was done the last time did not last", $"the same alert was incident {previous}");
    }

    private static IEnumerable<ActionItem> Mitigating(PostMortemFacts facts, Story story)
    {
        foreach (var action in story.Verified(helped: true).Select(seen => Story.Field(seen, "action")).OfType<string>().Distinct())
            yield return new(Mitigate, $"Write a runbook that does {action}, or take away the need for it", $"{action} was seen to help");
        foreach (var action in story.Verified(helped: false).Select(seen => Story.Field(seen, "action")).OfType<string>().Distinct())
            yield return new(Mitigate, $"Find something that helps where {action} does not", $"{action} was seen not to help");
    }

    private static IEnumerable<ActionItem> Detecting(PostMortemFacts facts, Story story)
    {
        var incident = facts.Incident;
        if (incident.CreatedAt - incident.StartsAt > LessonRules.Slow)
            yield return new(
                Detect, "Let the alert come sooner",
                $"it came {Words.Span(incident.CreatedAt - incident.StartsAt!.Value)} after the problem had begun");
        if (incident.SeverityDefaulted) yield return new(Detect, "Give the alert a severity", "its sender named none");
        if (incident.Subject.Service is null) yield return new(Detect, "Give the alert a service", "its sender named none");
        if (story.Count(EventTypes.FlappingStarted) > 0)
            yield return new(Detect, "Let the alert wait until the problem lasts", "it opened and closed too often to be believed");
    }

    private static IEnumerable<ActionItem> Processes(PostMortemFacts facts, Story story)
    {
        if (story.Count(EventTypes.EscalationNobody) > 0) yield return new(Process, "Close the gap in the on-call schedule", "nobody was on call");
        if (story.Count(EventTypes.EscalationUnreached) > 0)
            yield return new(Process, "Mend the channels by which people are told", "messages of an escalation did not arrive");
        if (story.First(EventTypes.IncidentAcknowledged) is null)
            yield return new(Process, "Decide whether this alert must page anybody, and whom", "nobody acknowledged it");
        else if (LessonRules.Escalated(facts.Incident) is var level and >= 2)
            yield return new(Process, "Look why the first who were told did not take it", $"it escalated to level {level}");
    }
}
