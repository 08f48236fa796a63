using System.Collections.Immutable;
using System.IO.Enumeration;
using AiSre.Domain.Workflows.Expressions;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Workflows.Runbooks;

/// <summary>Which runbooks are for an incident, the best first.</summary>
public static class MatchRules
{
    /// <summary>What matches less is not worth reading.</summary>
    public const double LeastScore = 0.3;

    public const int Most = 5;

    /// <param name="runbooks">All that there are.</param>
    /// <param name="incident">What has happened.</param>
    /// <param name="labels">Of its alerts.</param>
    public static ImmutableArray<RunbookScore> Of(
        IEnumerable<WorkflowDefinition> runbooks, RunIncident incident, IReadOnlyDictionary<string, string> labels) =>
    [
        .. runbooks.Select(runbook => Score(runbook, incident, labels)).Where(score => score.Score >= LeastScore)
            .OrderByDescending(score => score.Score).ThenByDescending(score => score.Runbook.Match!.Criteria)
            .ThenBy(score => score.Runbook.Origin is WorkflowOrigin.Generated).ThenBy(score => score.Runbook.Id, StringComparer.Ordinal).Take(Most),
    ];

    public static RunbookScore Score(WorkflowDefinition runbook, RunIncident incident, IReadOnlyDictionary<string, string> labels)
    {
        if (runbook.Match is not { Criteria: > 0 } match) return new(runbook, 0, []);
        var asked = Asked(match, incident, labels).ToList();
        var met = asked.Where(criterion => criterion.Holds).ToList();
        if (met.Count < asked.Count && !match.IsAny) return new(runbook, 0, []);
        return new(runbook, Math.Round(met.Sum(criterion => criterion.Weight) / asked.Sum(criterion => criterion.Weight), 4),
            [.. met.Select(criterion => criterion.Name)]);
    }

    private static IEnumerable<(string Name, double Weight, bool Holds)> Asked(
        RunbookMatch match, RunIncident incident, IReadOnlyDictionary<string, string> labels)
    {
        if (!match.Patterns.IsEmpty) yield return ("pattern", 0.5, IsOne(match.Patterns, incident.Pattern));
        if (!match.Services.IsEmpty) yield return ("service", 0.2, IsOne(match.Services, incident.Service));
        if (!match.Namespaces.IsEmpty) yield return ("namespace", 0.1, IsOne(match.Namespaces, incident.Namespace));
        if (!match.Severities.IsEmpty) yield return ("severity", 0.1, IsOne(match.Severities, incident.Severity));
        if (match.TitleRegex is { } regex) yield return ("title_regex", 0.1, SearchPattern.Of(regex).IsMatch(incident.Title));
        if (!match.Labels.IsEmpty)
            yield return ("labels", 0.1, match.Labels.All(label => labels.TryGetValue(label.Key, out var value) && IsOne([label.Value], value)));
    }

    /// <summary>Names are compared whatever their case; <c>*</c> stands for any part of one.</summary>
    private static bool IsOne(ImmutableArray<string> names, string? name) =>
        name is not null && names.Any(allowed => FileSystemName.MatchesSimpleExpression(allowed, name, ignoreCase: true));
}

/// <param name="Runbook">Which.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="MatchedOn">By what: <c>pattern</c>, <c>service</c>, …</param>
public sealed record RunbookScore(WorkflowDefinition Runbook, double Score, ImmutableArray<string> MatchedOn);
