using System.Diagnostics;
using System.Globalization;
using AiSre.Benchmarks.Pages;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// After an outage: many incidents whose next step fell due while everything was down, and how soon after the first answer of a cold silo the first,
/// half and all of them are told.
/// </summary>
internal static class RecoveryCommand
{
    /// <summary>All second steps fall into it, a minute after their incidents opened.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(65);

    public static async Task RunAsync(BenchmarkOptions options)
    {
        System.Console.WriteLine("""
            | recovery | due steps | told | first s | half s | last s |
            |---|---:|---:|---:|---:|---:|
            """);
        for (var round = 0; round < options.Rounds; round++)
        {
            if (options.Wants("silo")) await EmbeddedAsync(options.Steps);
            if (options.Wants("silos-2")) await ClusterAsync(options.Steps);
        }
    }

    private static async Task EmbeddedAsync(int incidents)
    {
        using var folder = new TempFolder();
        await using var sink = await PageSink.StartAsync();
        await using var silo = await SiloProcess.StartAsync(PageDefinitions.TwoLevels(folder, sink));
        await OpenAsync(silo.Http, sink, incidents);
        await silo.KillAsync();
        await Task.Delay(Outage);
        var before = sink.Pages;
        await silo.RestartAsync();
        await PrintAsync("embedded, SQLite", sink, before, incidents);
    }

    private static async Task ClusterAsync(int incidents)
    {
        using var folder = new TempFolder();
        await using var sink = await PageSink.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        await using var cluster = await ClusterProcesses.StartAsync(new ClusterLayout
        {
            Postgres = postgres,
            Configuration = "Release",
            Apis = 1,
            Environment = PageDefinitions.TwoLevels(folder, sink).Environment,
        });
        await OpenAsync(cluster.Apis[0].Http, sink, incidents);
        foreach (var silo in cluster.Silos) await silo.KillAsync();
        await Task.Delay(Outage);
        var before = sink.Pages;
        foreach (var silo in cluster.Silos) await silo.RestartAsync();
        await Task.WhenAny(cluster.Silos.Select(silo => silo.WaitUntilReadyAsync()));
        await PrintAsync("two silos, PostgreSQL", sink, before, incidents);
    }

    private static async Task OpenAsync(HttpClient http, PageSink sink, int incidents)
    {
        await LoneIncidents.OpenAsync(http, incidents);
        await Poll.UntilAsync("the first pages", () => sink.Pages >= incidents, TimeSpan.FromMinutes(5));
        // What was sent is written down too.
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    /// <summary>Begins at the first answer. A page that came even before it counts as told at once.</summary>
    private static async Task PrintAsync(string name, PageSink sink, long before, int incidents)
    {
        var answered = Stopwatch.StartNew();
        var first = await UntilAsync(1);
        var half = await UntilAsync(incidents / 2);
        var last = await UntilAsync(incidents);
        await Task.Delay(TimeSpan.FromSeconds(3));
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {incidents} | {sink.Pages - before} | {first:0.0} | {half:0.0} | {last:0.0} |"));

        async Task<double> UntilAsync(int pages)
        {
            await Poll.UntilAsync("the pages", () => sink.Pages - before >= pages, TimeSpan.FromMinutes(3),
                () => $"{sink.Pages - before} of {incidents} came.");
            return answered.Elapsed.TotalSeconds;
        }
    }
}
