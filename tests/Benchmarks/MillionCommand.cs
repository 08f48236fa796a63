using System.Diagnostics;
using System.Globalization;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Million;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// How the server starts, what it holds and how fast it lists when its data folder is full. Keeps a folder that was named, so that it is filled once.
/// </summary>
internal static class MillionCommand
{
    private const string OpenIncidents = "/incidents?state=open";
    private const string Handoff = "/digest/handoff?hours=12";

    public static async Task RunAsync(BenchmarkOptions options)
    {
        using var temporary = new TempFolder();
        var folder = options.DataFolder ?? temporary.File("data");
        if (!File.Exists(Path.Combine(folder, "ledger.db"))) await FillAsync(folder, options);

        var clock = Stopwatch.StartNew();
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        var healthy = clock.Elapsed.TotalSeconds;
        using (var first = await silo.Http.GetAsync(new Uri(OpenIncidents, UriKind.Relative))) first.EnsureSuccessStatusCode();
        var listed = clock.Elapsed.TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(10));
        var idle = silo.ResidentBytes >> 20;
        LoadGenerator.Run(silo.Port, 4, new SameRequest(OpenIncidents), options.WarmUp);
        var alone = LoadGenerator.Run(silo.Port, 1, new SameRequest(OpenIncidents), options.Duration);
        var many = LoadGenerator.Run(silo.Port, 16, new SameRequest(OpenIncidents), options.Duration);
        var lists = silo.ResidentBytes >> 20;
        var handoff = LoadGenerator.Run(silo.Port, 1, new SameRequest(Handoff), options.Duration);

        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | healthy after s | first list after s | RSS MiB idle | after the lists | after the digests | ledger MiB |
            |---:|---:|---:|---:|---:|---:|
            | {healthy:0.00} | {listed:0.00} | {idle} | {lists} | {silo.ResidentBytes >> 20} | {new FileInfo(silo.LedgerFile).Length >> 20} |

            | GET {OpenIncidents} | lists/s | p50 ms | p99 ms | refused |
            |---|---:|---:|---:|---:|
            | 1 connection | {alone.AlertsPerSecond:N0} | {alone.P50:0.00} | {alone.P99:0.00} | {alone.Refused} |
            | 16 connections | {many.AlertsPerSecond:N0} | {many.P50:0.00} | {many.P99:0.00} | {many.Refused} |

            | GET {Handoff} | digests/s | p50 ms | p99 ms | refused |
            |---|---:|---:|---:|---:|
            | 1 connection | {handoff.AlertsPerSecond:N0} | {handoff.P50:0.00} | {handoff.P99:0.00} | {handoff.Refused} |
            """));
    }

    private static async Task FillAsync(string folder, BenchmarkOptions options)
    {
        var clock = Stopwatch.StartNew();
        await TemplateIncidents.CreateAsync(folder);
        FullFolder.Fill(folder, options.Incidents, options.Open);
        System.Console.WriteLine($"Filled with {options.Incidents} incidents, {options.Open} of them open, in {clock.Elapsed.TotalSeconds:0} s.");
    }
}
