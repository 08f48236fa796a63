using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Slos;

/// <summary>Which incidents of a service count as its downtime, and when they were open.</summary>
public sealed class SloDowntimes(IDowntimeReads reads)
{
    /// <summary>What has ended was born at most so long before the window.</summary>
    private static readonly TimeSpan LongestIncident = TimeSpan.FromDays(90);

    /// <summary>All that matter at a time, and what came later.</summary>
    public async ValueTask<ImmutableArray<SloDowntime>> OfAsync(
        string workspace, SloDefinition definition, IncidentSloSource source, DateTimeOffset at)
    {
        var from = BudgetPeriodRules.At(definition.Window, at).From;
        var longest = at.AddMinutes(-TierRules.Lookbacks(definition)[^1]);
        var found = await reads.OfServiceAsync(workspace, definition.Service, from < longest ? from : longest, LongestIncident);
        return [.. found.Where(one => Counts(source, one.Incident)).SelectMany(Times)];
    }

    /// <summary>An alert of an objective says that there is downtime already: it is none itself. Nor is what was announced as maintenance.</summary>
    private static bool Counts(IncidentSloSource source, Incident incident) =>
        incident.Adapter is not AlertSource.Slo && incident.Silenced is not { Maintenance: true }
        && source.Severities.Contains(incident.Severity)
        && (source.Patterns.IsEmpty || source.Patterns.Contains(PatternLabels.PatternOf(incident)));

    private static IEnumerable<SloDowntime> Times(ServiceIncident one)
    {
        var incident = one.Incident;
        DateTimeOffset? from = DowntimeRules.StartOf(incident.StartsAt, incident.CreatedAt);
        foreach (var turn in one.Turns)
        {
            if (turn.Reopened) from ??= turn.At;
            else if (from is { } began)
            {
                // The last end is when the sender says that it was.
                var isLast = turn == one.Turns[^1];
                yield return new(incident.Id, new(began, isLast ? incident.ResolvedAt ?? turn.At : turn.At));
                from = null;
            }
        }
        if (from is { } open) yield return new(incident.Id, new(open, incident.ResolvedAt));
    }
}
