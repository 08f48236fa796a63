using System.Globalization;
using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Load;

namespace AiSre.Benchmarks;

/// <summary>What a workspace that sends one alert at a time notices of another one that sends as many as it can.</summary>
internal static class FairnessCommand
{
    private const int Connections = 64;
    private const int AlertsPerRequest = 100;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        System.Console.WriteLine("""
            | target | A's alerts/s | refused | queued | B quiet: alerts/s | p50 ms | p99 ms | B beside A: alerts/s | p50 ms | p99 ms | refused | queued | p99 ratio |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        if (options.Wants("silo")) await MeasureAsync(await Target.SiloAsync(), options);
        if (options.Wants("postgres")) await MeasureAsync(await Target.PostgresAsync(), options);
    }

    private static async Task MeasureAsync(Target target, BenchmarkOptions options)
    {
        await using var _ = target;
        await FloodAsync(target, options.WarmUp);
        Quiet(target, options.WarmUp);
        var rounds = new List<Round>();
        for (var i = 0; i < options.Rounds; i++)
        {
            var quiet = Quiet(target, options.Duration);
            // The flood begins before the first alert that is measured, and ends after the last one.
            var flooding = FloodAsync(target, options.Duration + TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromSeconds(1));
            rounds.Add(new(quiet, Quiet(target, options.Duration), await flooding));
        }
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {target.Name} | {Of(r => r.Flood.AlertsPerSecond):N0} | {rounds.Sum(r => r.Flood.Refused)} | {rounds.Sum(r => r.Flood.Queued)} "
            + $"| {Of(r => r.Quiet.AlertsPerSecond):N0} | {Of(r => r.Quiet.P50):0.0} | {Of(r => r.Quiet.P99):0.0} "
            + $"| {Of(r => r.Beside.AlertsPerSecond):N0} | {Of(r => r.Beside.P50):0.0} | {Of(r => r.Beside.P99):0.0} "
            + $"| {rounds.Sum(r => r.Beside.Refused)} | {rounds.Sum(r => r.Beside.Queued)} | {Of(r => r.Beside.P99 / r.Quiet.P99):0.0} |"));

        double Of(Func<Round, double> value) => Measurement.Median(rounds.Select(value));
    }

    private static LoadResult Quiet(Target target, TimeSpan duration) => LoadGenerator.Run(target.Ports, 1, new NewAlerts(1, "b"), duration);

    private static Task<LoadResult> FloodAsync(Target target, TimeSpan duration) => Task.Factory.StartNew(
        () => LoadGenerator.Run(target.Ports, Connections, new NewAlerts(AlertsPerRequest, "a"), duration), TaskCreationOptions.LongRunning);

    private sealed record Round(LoadResult Quiet, LoadResult Beside, LoadResult Flood);
}
