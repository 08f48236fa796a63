using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Slos;

/// <summary>Which incidents of a service are downtime, and when they were open.</summary>
public static class IncidentDowntimeRules
{
    /// <summary>An alert of an SLO says that there is downtime already: it is none itself. Nor is what was announced as maintenance.</summary>
    public static bool Counts(IncidentSloSource source, Incident incident) =>
        incident.Adapter is not AlertSource.Slo && incident.Silenced is not { Maintenance: true }
        && source.Severities.Contains(incident.Severity)
        && (source.Patterns.IsEmpty || source.Patterns.Contains(PatternLabels.PatternOf(incident)));

    /// <summary>Oldest first; one that was reopened has several, and the time between is good.</summary>
    /// <param name="incident">As it is now.</param>
    /// <param name="turns">Its ends and reopenings, oldest first; none are needed of one that was never reopened.</param>
    public static IEnumerable<SloDowntime> Of(Incident incident, ImmutableArray<PhaseTurn> turns)
    {
        DateTimeOffset? from = DowntimeRules.StartOf(incident.StartsAt, incident.CreatedAt);
        foreach (var turn in turns)
        {
            if (turn.Reopened) from ??= turn.At;
            else if (from is { } began)
            {
                // The last end is when the sender says that it was.
                var isLast = turn == turns[^1];
                yield return new(incident.Id, new(began, isLast ? incident.ResolvedAt ?? turn.At : turn.At));
                from = null;
            }
        }
        if (from is { } open) yield return new(incident.Id, new(open, incident.ResolvedAt));
    }
}
