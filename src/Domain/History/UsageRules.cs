using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>When something that fills up is full, by how it has filled over the last day (docs/intelligence.md).</summary>
public static partial class UsageRules
{
    /// <summary>Of five minutes each. Fewer say nothing of a day.</summary>
    public const int LeastPoints = 48;

    public static readonly TimeSpan Period = TimeSpan.FromHours(24), Step = TimeSpan.FromMinutes(5);

    /// <summary>The worst of each service and resource; null for what fills up later than in three days, or never.</summary>
    public static ImmutableArray<UsageRisk> Of(IEnumerable<UsageSeries> series) =>
    [
        .. series.Select(Of).OfType<UsageRisk>()
            .GroupBy(risk => (risk.Service, risk.Resource))
            .Select(same => same.OrderBy(risk => risk.HoursToLimit).ThenBy(risk => risk.Name, StringComparer.Ordinal).First())
            .OrderBy(risk => risk.HoursToLimit).ThenBy(risk => risk.Service, StringComparer.Ordinal),
    ];

    public static UsageRisk? Of(UsageSeries series)
    {
        var points = series.Points.Where(point => double.IsFinite(point.Used)).Select(point => (X: point.At / 3_600, Y: point.Used)).ToList();
        if (points.Count < LeastPoints || TheilSen.Through(points) is not { } line) return null;
        var used = line.At(points.Max(point => point.X));
        var hours = used >= 1 ? 0 : line.Slope > 0 ? (1 - used) / line.Slope : double.PositiveInfinity;
        return LevelOf(hours) is var level && level == RiskLevel.Low
            ? null
            : new()
            {
                Service = ServiceOf(series.Name), Name = series.Name, Resource = series.Resource, Level = level,
                HoursToLimit = Math.Round(hours, 1), UsedShare = Math.Round(used, 2),
            };
    }

    public static RiskLevel LevelOf(double hoursToLimit) => hoursToLimit switch
    {
        < 4 => RiskLevel.Critical,
        < 24 => RiskLevel.High,
        < 72 => RiskLevel.Medium,
        _ => RiskLevel.Low,
    };

    /// <summary>A pod's name without what its controller has added: what alerts call the service, mostly.</summary>
    private static string ServiceOf(string pod)
    {
        var workload = Workload.Of(new AlertSubject { Pod = pod });
        return workload == pod ? Generated().Replace(pod, "") : workload;
    }

    /// <summary>A number of a StatefulSet, or five letters as Kubernetes draws them.</summary>
    [GeneratedRegex("-(?:[0-9]+|[bcdfghjklmnpqrstvwxz2456789]{5})$")]
    private static partial Regex Generated();
}

/// <summary>How full something was.</summary>
/// <param name="Name">A pod, or a claim that no pod is known for.</param>
/// <param name="Resource"><c>memory</c> or <c>disk</c>.</param>
/// <param name="Points">Unix seconds, and the share of the limit that was in use.</param>
public sealed record UsageSeries(string Name, string Resource, IReadOnlyList<(double At, double Used)> Points);

/// <summary>Something that is full before long.</summary>
[GenerateSerializer, Immutable, Alias("aisre.usage-risk")]
public sealed record UsageRisk
{
    [Id(0)] public required string Service { get; init; }

    /// <summary>Which pod or claim fills first.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary><c>memory</c> or <c>disk</c>.</summary>
    [Id(2)] public required string Resource { get; init; }

    [Id(3)] public required RiskLevel Level { get; init; }

    /// <summary>One decimal; 0: it is full.</summary>
    [Id(4)] public required double HoursToLimit { get; init; }

    /// <summary>0 to 1, as the line has it now.</summary>
    [Id(5)] public required double UsedShare { get; init; }

    /// <summary>The failure pattern that it becomes.</summary>
    public string Pattern => Resource == "disk" ? "disk_pressure" : "high_memory";

    public string Signal => HoursToLimit <= 0
        ? FormattableString.Invariant($"{Name} has reached its {Resource} limit")
        : FormattableString.Invariant(
            $"{Name} uses {UsedShare:P0} of its {Resource} and reaches the limit in {HoursToLimit:0.#} h at the pace of 24h");
}
