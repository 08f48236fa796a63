namespace AiSre.Domain.Incidents;

/// <summary>
/// The numbers of one incident (docs/rules/incidents.md). Minutes with one decimal, null for what has not happened yet, never negative.
/// </summary>
/// <param name="TimeToFirstActionMinutes">Until something was done, by a person or by the platform.</param>
public sealed record IncidentMetrics(
    double? TimeToFirstResponseMinutes, double? ResolutionTimeMinutes, int ActionsTaken, double? TimeToFirstActionMinutes = null)
{
    /// <param name="createdAt">When the first event was received.</param>
    /// <param name="acknowledgedAt">When a person first acknowledged.</param>
    /// <param name="notedAt">When a person first wrote a note.</param>
    /// <param name="humanActionAt">When the first action was executed that a person ran or approved; autonomous ones and diagnoses are no
    /// response.</param>
    /// <param name="resolvedAt">The last resolve; null while the incident is open, reopened ones too.</param>
    /// <param name="actionsTaken">Actions that were executed, dry runs not counted.</param>
    /// <param name="firstActionAt">When the first of them was.</param>
    public static IncidentMetrics Of(
        DateTimeOffset createdAt, DateTimeOffset? acknowledgedAt, DateTimeOffset? notedAt, DateTimeOffset? humanActionAt,
        DateTimeOffset? resolvedAt, int actionsTaken, DateTimeOffset? firstActionAt = null) =>
        new(
            Minutes(createdAt, Earliest(acknowledgedAt, Earliest(notedAt, humanActionAt))), Minutes(createdAt, resolvedAt), actionsTaken,
            Minutes(createdAt, firstActionAt));

    private static double? Minutes(DateTimeOffset from, DateTimeOffset? to) =>
        to is null ? null : Math.Max(0, Math.Round((to.Value - from).TotalMinutes, 1, MidpointRounding.AwayFromZero));

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
