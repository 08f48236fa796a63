using System.Diagnostics;
using System.Globalization;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Million;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// What history costs where there is much of it: how long the first question waits until the copy is read, what the copy takes, and how fast each
/// question is answered from then on.
/// </summary>
internal static class HistoryCommand
{
    private const int AskedAbout = 500;

    private static readonly string[] Questions =
    [
        "/patterns/incidents", "/patterns/services", "/forecasting/capacity", "/forecasting/drift", "/incidents/noisy", "/alerts/quality",
        "/metrics/export", "/digest/handoff?hours=12", "/diagnosis/calibration",
    ];

    public static async Task RunAsync(BenchmarkOptions options)
    {
        using var temporary = new TempFolder();
        var folder = options.DataFolder ?? temporary.File("data");
        if (!File.Exists(Path.Combine(folder, "ledger.db")))
        {
            await TemplateIncidents.CreateAsync(folder);
            FullFolder.Fill(folder, Math.Min(options.Incidents, 100_000));
            PastTexts.Write(folder);
        }
        var similar = new RotatingRequests([.. PastTexts.Ids(folder, AskedAbout).Select(id => $"/incidents/{id}/similar")]);

        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        var before = silo.ResidentBytes >> 20;
        var clock = Stopwatch.StartNew();
        while (!await IsAnsweredAsync(silo, Questions[0])) await Task.Delay(100);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | read after s | RSS before MiB | RSS after MiB |
            |---:|---:|---:|
            | {clock.Elapsed.TotalSeconds:0.0} | {before} | {silo.ResidentBytes >> 20} |

            | question | connections | answers/s | p50 ms | p99 ms | refused |
            |---|---:|---:|---:|---:|---:|
            """));
        foreach (var connections in new[] { 1, 4 })
        {
            Measure(silo, "/incidents/{id}/similar", similar, connections, options);
            foreach (var question in Questions) Measure(silo, question, new SameRequest(question), connections, options);
        }
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RSS at the end {silo.ResidentBytes >> 20} MiB"));
    }

    private static async Task<bool> IsAnsweredAsync(SiloProcess silo, string path)
    {
        using var answer = await silo.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    private static void Measure(SiloProcess silo, string name, IRequestSource source, int connections, BenchmarkOptions options)
    {
        LoadGenerator.Run(silo.Port, connections, source, options.WarmUp);
        var measured = LoadGenerator.Run(silo.Port, connections, source, options.Duration);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {connections} | {measured.AlertsPerSecond:N0} | {measured.P50:0.00} | {measured.P99:0.00} | {measured.Refused} |"));
    }
}
