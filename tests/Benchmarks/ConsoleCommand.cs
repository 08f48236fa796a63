using System.Diagnostics;
using System.Globalization;
using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Tabs;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// How fast the console's pages are and how much they weigh while many incidents are open; and what tabs that follow what happens cost ingest.
/// </summary>
internal static class ConsoleCommand
{
    private const int Looks = 300;
    private const int AlertsPerRequest = 100;
    private const int Connections = 16;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        if (options.Wants("silo")) await MeasureAsync("SQLite", new SiloSettings { Configuration = "Release" }, options);
        if (!options.Wants("postgres")) return;
        await using var postgres = await PostgresServer.StartAsync();
        await MeasureAsync("PostgreSQL", new SiloSettings
        {
            Configuration = "Release", Environment = new Dictionary<string, string> { ["AI_SRE_POSTGRES"] = postgres.ConnectionString() },
        }, options);
    }

    private static async Task MeasureAsync(string database, SiloSettings settings, BenchmarkOptions options)
    {
        await using var silo = await SiloProcess.StartAsync(settings);
        var incident = await OpenIncidents.CreateAsync(silo, Math.Min(options.Incidents, 10_000));
        System.Console.WriteLine($"""

            | page, {database} | p50 ms | p95 ms | first load KB | of it script KB | again KB |
            |---|---:|---:|---:|---:|---:|
            """);
        await LookAsync(silo, "list", "/console/default/incidents");
        await LookAsync(silo, "incident", $"/console/default/incidents/{incident}");
        System.Console.WriteLine($"""

            | ingest, {database} | alerts/s alone | with {options.Tabs} tabs | ratio | pages loaded by them |
            |---|---:|---:|---:|---:|
            """);
        foreach (var (name, alerts) in new (string, IRequestSource)[]
                 { ("repeats", new RepeatedAlerts(AlertsPerRequest)), ("all new", new NewAlerts(AlertsPerRequest)) })
        {
            if (name.Contains(options.Scenario, StringComparison.Ordinal)) await TabsAsync(silo, name, alerts, options);
        }
    }

    private static async Task LookAsync(SiloProcess silo, string name, string path)
    {
        using var browser = new PageLoad(silo.Address);
        var weight = await browser.FirstAsync(path);
        for (var i = 0; i < Looks / 10; i++) await browser.AgainAsync(path);
        var times = new List<double>();
        for (var i = 0; i < Looks; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await browser.AgainAsync(path);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {times[Looks / 2]:0.0} | {times[Looks * 95 / 100]:0.0} | {weight.All / 1024.0:0} | {weight.Script / 1024.0:0} "
            + $"| {weight.Document / 1024.0:0} |"));
    }

    /// <summary>
    /// Rounds without and with tabs take turns, because the machine is not the same twice; every other time those with tabs come first, because
    /// ingest is slower the more there is.
    /// </summary>
    private static async Task TabsAsync(SiloProcess silo, string scenario, IRequestSource alerts, BenchmarkOptions options)
    {
        Ingest(silo, alerts, options.WarmUp);
        var (without, with) = (new List<double>(), new List<double>());
        long loads = 0;
        for (var round = 0; round < options.Rounds; round++)
        {
            if (round % 2 == 0) without.Add(Ingest(silo, alerts, options.Duration));
            await using (var tabs = await OpenTabs.OpenAsync(silo.Address, options.Tabs, "/console/default/incidents"))
            {
                with.Add(Ingest(silo, alerts, options.Duration));
                loads += tabs.Loads;
            }
            if (round % 2 == 1) without.Add(Ingest(silo, alerts, options.Duration));
        }
        var (alone, beside) = (Measurement.Median(without), Measurement.Median(with));
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {scenario} | {alone:N0} | {beside:N0} | {beside / alone:0.00} | {loads} |"));
    }

    private static double Ingest(SiloProcess silo, IRequestSource alerts, TimeSpan duration) =>
        LoadGenerator.Run(silo.Port, Connections, alerts, duration).AlertsPerSecond;
}
