using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.History;

/// <summary>Incidents to count, each a change of a plain one.</summary>
internal static class RememberedIncidents
{
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static int count;

    /// <param name="hoursAgo">When it was born, before <see cref="Now"/>.</param>
    public static RememberedIncident Of(double hoursAgo, string pattern = "oomkilled", string? service = "payments-api") => new()
    {
        Id = $"inc-{Interlocked.Increment(ref count)}", RowId = count, Source = "prometheus", AlertName = "HighUse", Pattern = pattern,
        Service = service, Title = "high use of <*>", Severity = Severity.High, CreatedAt = Now.AddHours(-hoursAgo),
    };

    public static RememberedIncident Resolved(this RememberedIncident incident, double afterMinutes) =>
        incident with { Phase = IncidentPhase.Resolved, ResolvedAt = incident.CreatedAt.AddMinutes(afterMinutes) };

    /// <summary>Oldest first, as rules expect them.</summary>
    public static IReadOnlyList<RememberedIncident> InOrder(params IEnumerable<RememberedIncident> incidents) =>
        [.. incidents.OrderBy(incident => incident.CreatedAt).ThenBy(incident => incident.RowId)];

    public static IEnumerable<RememberedIncident> Many(int times, Func<int, RememberedIncident> make) => Enumerable.Range(0, times).Select(make);
}
