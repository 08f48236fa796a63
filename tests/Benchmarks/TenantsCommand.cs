using System.Globalization;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Neighbours;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>What one process notices of having many workspaces: its memory, the list of any of them, and taking alerts in for all of them.</summary>
internal static class TenantsCommand
{
    public static async Task RunAsync(BenchmarkOptions options)
    {
        // The default is that of a folder of a million.
        var incidents = options.Incidents == 1_000_000 ? 500 : options.Incidents;
        System.Console.WriteLine("""
            | workspaces | incidents of each | RSS after start MiB | first list of each ms p50 / p99 | list again | new alert ms p50 / p99, 1 connection | new alerts/s, 16 connections | p99 ms | RSS at the end MiB |
            |---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        foreach (var workspaces in new[] { 1, options.Workspaces }) await MeasureAsync(options, workspaces, incidents);
    }

    private static async Task MeasureAsync(BenchmarkOptions options, int workspaces, int incidents)
    {
        using var temporary = new TempFolder();
        var folder = temporary.File("data");
        await ManyTenants.FillAsync(folder, workspaces, incidents);
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        var started = silo.ResidentBytes >> 20;
        var names = Enumerable.Range(0, workspaces).Select(ManyTenants.NameOf).ToList();
        var lists = new RotatingRequests([.. names.Select(name => $"/incidents?limit=50&workspace_id={name}")]);
        var first = LoadGenerator.Run(silo.Port, 1, lists, options.Duration);
        var again = LoadGenerator.Run(silo.Port, 1, lists, options.Duration);
        var alerts = new RotatingSources([.. names.Select(name => new NewAlerts(1, name))]);
        LoadGenerator.Run(silo.Port, 1, alerts, options.WarmUp);
        var one = LoadGenerator.Run(silo.Port, 1, alerts, options.Duration);
        var many = LoadGenerator.Run(silo.Port, 16, alerts, options.Duration);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {workspaces:N0} | {incidents:N0} | {started:N0} | {first.P50:0.0} / {first.P99:0.0} | {again.P50:0.0} / {again.P99:0.0} "
            + $"| {one.P50:0.0} / {one.P99:0.0} | {many.AlertsPerSecond:N0} | {many.P99:0.0} | {silo.ResidentBytes >> 20:N0} |"));
        var refused = first.Refused + again.Refused + one.Refused + many.Refused;
        if (refused > 0) System.Console.WriteLine($"{refused} requests were refused.");
    }
}
