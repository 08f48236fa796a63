using System.Globalization;
using AiSre.TestHost;

namespace AiSre.Benchmarks.Compare;

/// <summary>
/// Medians over the rounds as a Markdown table. Ratios are taken within a round, where both saw the same machine, and then the median.
/// </summary>
internal static class ComparisonTable
{
    public const string Head = """
        | scenario | server | alerts/s | rounds | p50 ms | p99 ms | server CPU us/alert | of it database | against the first | RSS MiB | refused | load CPU |
        |---|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|
        """;

    public static string Row(Scenario scenario, Target target, IReadOnlyList<Measurement> rounds, IReadOnlyList<Measurement> first)
    {
        var ratios = rounds.Zip(first, (own, other) => own.Load.AlertsPerSecond / other.Load.AlertsPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"| {scenario.Name} | {target.Name} | {Of(rounds, m => m.Load.AlertsPerSecond):N0} "
            + $"| {string.Join(", ", rounds.Select(m => m.Load.AlertsPerSecond.ToString("N0", CultureInfo.InvariantCulture)))} "
            + $"| {Of(rounds, m => m.Load.P50):0.00} | {Of(rounds, m => m.Load.P99):0.00} | {Of(rounds, m => m.CpuMicroseconds):0.0} | "
                + $"{Of(rounds, m => m.DatabaseMicroseconds):0.0} "
            + $"| {Measurement.Median(ratios):0.00} | {ProcessMemory.Resident(target.ProcessIds[0]) >> 20} | {rounds.Sum(m => m.Load.Refused)} "
            + $"| {Of(rounds, m => m.Load.OwnCpuShare):P0} |");
    }

    private static double Of(IReadOnlyList<Measurement> rounds, Func<Measurement, double> value) => Measurement.Median(rounds.Select(value));
}
