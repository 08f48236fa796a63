using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>Makes a post-mortem of stored facts. Same facts, same words.</summary>
public static class PostMortemRules
{
    public static PostMortem Of(PostMortemFacts facts)
    {
        var (incident, story) = (facts.Incident, new Story(facts.Timeline));
        var isOver = incident.Phase is IncidentPhase.Resolved;
        var impact = ImpactOf(facts);
        return new()
        {
            IncidentId = incident.Id,
            Title = incident.Title,
            Status = isOver ? PostMortem.Final : PostMortem.Draft,
            GeneratedAt = facts.Now,
            Date = DeployCorrelation.StartOf(incident),
            Participants = [.. facts.Timeline.Select(said => said.Actor).Where(IsPerson).Distinct()],
            Severity = incident.Severity.Name(),
            Summary = Summary(facts, impact),
            Impact = impact,
            RootCauses = facts.RootCauses is { Length: > 0 } causes ? causes : [PostMortem.Unknown],
            Trigger = facts.Deploy is { } deploy
                ? $"{DeployCorrelation.Sentence(deploy, default, DeployCorrelation.StartOf(incident), 0)}. Whether it was the trigger is "
                    + PostMortem.Unknown.ToLowerInvariant() + "."
                : PostMortem.Unknown,
            Resolution = Resolution(facts, story),
            Detection = Detection(facts),
            ActionItems = ActionItemRules.Of(facts, story),
            Lessons = LessonRules.Of(facts, story),
            Timeline = story.Lines(),
            SupportingInformation = [.. Supporting(facts)],
        };
    }

    /// <summary>The platform and the senders of alerts do not take part.</summary>
    internal static bool IsPerson(string actor) => !ActorNames.IsPlatforms(actor);

    internal static TimeSpan DurationOf(PostMortemFacts facts) => (facts.Incident.ResolvedAt ?? facts.Now) - facts.Incident.CreatedAt;

    private static PostMortemImpact ImpactOf(PostMortemFacts facts)
    {
        var minutes = Math.Max(0, Math.Round(DurationOf(facts).TotalMinutes, 1, MidpointRounding.AwayFromZero));
        ImmutableArray<string> services =
        [
            .. facts.Members.Select(member => member.Service).Prepend(facts.Incident.Subject.Service).OfType<string>().Distinct()
                .Order(StringComparer.Ordinal),
        ];
        double? burnt = facts.SloMinutesBurnt is { } all ? SloRounding.Minutes(all) : null;
        return new(minutes, facts.Alerts, services, facts.Members.Length, burnt);
    }

    private static string Summary(PostMortemFacts facts, PostMortemImpact impact)
    {
        var incident = facts.Incident;
        var about = impact.Services.Length > 0 ? $" about {Words.List(impact.Services)}" : "";
        var ended = incident.ResolvedAt is { } end
            ? $"was resolved at {MarkdownText.Time(end)}, after {Words.Span(DurationOf(facts))}"
            : $"has been open for {Words.Span(DurationOf(facts))} and is not over";
        var members = facts.Members.Length > 0 ? $" {Words.Count(facts.Members.Length, "further incident")} belonged to it." : "";
        return $"The {incident.Severity.Name()} incident \"{incident.Title}\"{about} opened at {MarkdownText.Time(incident.CreatedAt)} and {ended}. "
            + $"Its alerts fired {Words.Count(impact.AlertsCount, "time")}.{members}";
    }

    private static string Resolution(PostMortemFacts facts, Story story)
    {
        var incident = facts.Incident;
        if (incident.ResolvedAt is not { } end) return "It is not resolved.";
        var helped = story.Verified(helped: true).LastOrDefault() is { } seen
            ? $" {Story.Field(seen, "action")} was seen to help: {Story.Field(seen, "detail")}"
            : "";
        var who = incident.ResolvedByHuman ? $"{incident.ResolvedBy} resolved it" : "It ended with its last alert";
        return incident.Resolution is { Length: > 0 } said
            ? $"{who} at {MarkdownText.Time(end)}: {said}{helped}"
            : $"{who} at {MarkdownText.Time(end)}. What ended it is {PostMortem.Unknown.ToLowerInvariant()}.{helped}";
    }

    private static string Detection(PostMortemFacts facts)
    {
        var incident = facts.Incident;
        var late = incident.StartsAt < incident.CreatedAt ? incident.CreatedAt - incident.StartsAt : null;
        return $"An alert of {incident.Source} came at {MarkdownText.Time(incident.CreatedAt)}"
            + (late is { } by ? $", {Words.Span(by)} after the problem had begun by its sender's clock." : ".");
    }

    private static IEnumerable<string> Supporting(PostMortemFacts facts)
    {
        var incident = facts.Incident;
        yield return $"Incident {incident.Id} in workspace {incident.Workspace}, from {incident.Source}";
        if (PatternLabels.PatternOf(incident) is var pattern and not FailurePatterns.Unknown)
            yield return $"Failure pattern: {pattern}";
        if (incident.PreviousIncidentId is { } previous) yield return $"The same alert was incident {previous} before";
        foreach (var member in facts.Members) yield return $"Part of it: {member.Title} ({member.Id})";
        foreach (var link in incident.Links) yield return $"{link.Name}: {link.Url}";
    }
}
