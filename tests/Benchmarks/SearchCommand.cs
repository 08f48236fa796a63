using System.Globalization;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Million;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks;

/// <summary>How fast incidents are found where there are many: by what is new, what is old, and what does not exist.</summary>
internal static class SearchCommand
{
    private static readonly string[] Questions =
    [
        "q=cpu", "q=node-17+oomkilled", "q=10.0.7.", "q=nothing-like-it", "label=pool:pool-7", "label=pool:pool-77",
        "q=cpu&state=open,acknowledged", "severity=critical,high", "sort=severity", "sort=updated", "sort=oldest", "",
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
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "ledger.db")};Pooling=False");
            connection.Open();
            SearchRows.Write(connection);
        }
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        System.Console.WriteLine("""
            | GET /incidents? | connections | answers/s | p50 ms | p99 ms | refused |
            |---|---:|---:|---:|---:|---:|
            """);
        foreach (var connections in new[] { 1, 4 })
        {
            foreach (var question in Questions.Append($"q={PastTexts.Ids(folder, 500)[0]}"))
            {
                var requests = new SameRequest($"/incidents?workspace_id=default&{question}");
                LoadGenerator.Run(silo.Port, connections, requests, options.WarmUp);
                var found = LoadGenerator.Run(silo.Port, connections, requests, options.Duration);
                System.Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {question} | {connections} | {found.AlertsPerSecond:N0} | {found.P50:0.00} | {found.P99:0.00} | {found.Refused} |"));
            }
        }
    }
}
