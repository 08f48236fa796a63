using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Slos;

namespace AiSre.Console.Slos;

/// <summary>Where the lines of an objective's charts go, in per cent from the left and from the top.</summary>
internal static class SloCharts
{
    /// <summary>A linear axis would hide the slow tiers.</summary>
    private const double LeastBurn = 0.1, MostBurn = 1_000;

    public static readonly ImmutableArray<(double, string)> BudgetMarks =
        [(0, "100 %"), (25, "75 %"), (50, "50 %"), (75, "25 %"), (100, "0 %")];

    public static readonly ImmutableArray<(double, string)> BurnMarks =
        [.. new[] { 1_000, 100, 10, 1, 0.1 }.Select(burn => (BurnAt(burn), $"{burn.ToString(CultureInfo.InvariantCulture)}×"))];

    public static string Budget(IReadOnlyList<SloPoint> points) =>
        Points(points, point => point.RemainingPercent is { } percent ? 100 - Math.Clamp(percent, 0, 100) : null);

    /// <summary>Of a tier's long look-back.</summary>
    public static string Burn(IReadOnlyList<SloPoint> points, SloTier tier) => Points(points, point => BurnAt(point.Burns, tier));

    public static double BurnAt(double burn) =>
        100 * (1 - (Math.Log10(Math.Clamp(burn, LeastBurn, MostBurn) / LeastBurn) / Math.Log10(MostBurn / LeastBurn)));

    private static double? BurnAt(ImmutableArray<TierBurn> burns, SloTier tier) =>
        burns.FirstOrDefault(one => one.Tier == tier) is { LongBurn: { } burn } ? BurnAt(burn) : null;

    /// <summary>What is not known is left out, so that the line goes straight over it.</summary>
    private static string Points(IReadOnlyList<SloPoint> points, Func<SloPoint, double?> place) => string.Join(' ',
        points.Select((point, i) => (X: points.Count < 2 ? 100 : 100.0 * i / (points.Count - 1), Y: place(point))).Where(point => point.Y is not null)
            .Select(point => FormattableString.Invariant($"{point.X:0.##},{point.Y:0.##}")));
}
