using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>What became of an incident within a period: it opened in it, or it was resolved or reopened in it.</summary>
/// <param name="Phase">As it stands now.</param>
/// <param name="Scope">The service, else the workload; null: neither is known.</param>
/// <param name="IsMember">It belongs to an older incident.</param>
/// <param name="Turns">Its ends and its reopenings within the period, oldest first.</param>
public sealed record IncidentCourse(
    string Id, string Title, Severity Severity, IncidentPhase Phase, string? Scope, DateTimeOffset CreatedAt, bool IsMember,
    ImmutableArray<PhaseTurn> Turns)
{
    /// <summary>When it was resolved last; null: not within the period.</summary>
    public DateTimeOffset? LastResolvedAt => Turns.Where(turn => !turn.Reopened).Select(turn => (DateTimeOffset?)turn.At).LastOrDefault();
}
