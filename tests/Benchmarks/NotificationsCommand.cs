using System.Diagnostics;
using System.Globalization;
using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Neighbours;
using AiSre.Benchmarks.Pages;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// What it costs that somebody is told, how many pages one silo sends, and how long a page takes when nothing else happens and when much does.
/// </summary>
internal static class NotificationsCommand
{
    private const int Pages = 8_000;
    private const int Alone = 100;
    private const int RepeatsPerSecond = 5_000;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        await using var sink = await PageSink.StartAsync();
        if (Wants(options, "ingest")) await IngestAsync(options, sink);
        if (Wants(options, "pages"))
        {
            System.Console.WriteLine("| addresses | pages | pages/s | server CPU us/page |\n|---:|---:|---:|---:|");
            foreach (var addresses in new[] { 1, 16 }) await OutboxAsync(sink, addresses);
        }
        if (!Wants(options, "delay")) return;
        System.Console.WriteLine("""
            | pages one at a time | accepted to received ms, median | p90 | p99 | at most | repeats/s beside |
            |---|---:|---:|---:|---:|---:|
            """);
        await DelayAsync(sink, 0);
        await DelayAsync(sink, RepeatsPerSecond);
    }

    private static bool Wants(BenchmarkOptions options, string scenario) => scenario.Contains(options.Scenario, StringComparison.OrdinalIgnoreCase);

    /// <summary>New incidents where nobody is told, and where each is somebody's.</summary>
    private static async Task IngestAsync(BenchmarkOptions options, PageSink sink)
    {
        using var folder = new TempFolder();
        await using var silent = await Target.SiloAsync() with { Name = "without definitions" };
        await using var telling = await Target.SiloAsync(PageDefinitions.Usual(folder, sink)) with { Name = "with definitions" };
        System.Console.WriteLine(ComparisonTable.Head);
        foreach (var scenario in Scenario.All.Where(scenario => scenario.Name.StartsWith("all new", StringComparison.Ordinal)))
            CompareCommand.Compare(scenario, [silent, telling], options);
    }

    /// <summary>From the first page to the last, with the incidents that they are about.</summary>
    private static async Task OutboxAsync(PageSink sink, int addresses)
    {
        using var folder = new TempFolder();
        await using var silo = await Target.SiloAsync(PageDefinitions.Unlimited(folder, sink, addresses));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.Ports[0]}/") };
        await TakeAsync(sink, http, 1_600, addresses);
        var cpu = silo.CpuTime;
        var seconds = await TakeAsync(sink, http, Pages, addresses);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {addresses} | {Pages} | {Pages / seconds:N0} | {(silo.CpuTime - cpu).TotalMicroseconds / Pages:N0} |"));
    }

    private static async Task<double> TakeAsync(PageSink sink, HttpClient http, int pages, int addresses)
    {
        var before = sink.Pages;
        var opening = LoneIncidents.OpenAsync(http, pages / addresses);
        while (sink.Pages == before) await Task.Delay(1);
        var clock = Stopwatch.StartNew();
        await opening;
        await Poll.UntilAsync("all pages", () => sink.Pages - before >= pages, TimeSpan.FromMinutes(5));
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>One after the other, at times that have nothing to do with the alarms' own.</summary>
    private static async Task DelayAsync(PageSink sink, int repeatsPerSecond)
    {
        using var folder = new TempFolder();
        await using var silo = await Target.SiloAsync(PageDefinitions.Unlimited(folder, sink, 1));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.Ports[0]}/") };
        await LoneIncidents.OpenOneAsync(http);
        await Task.Delay(TimeSpan.FromSeconds(10));
        var port = silo.Ports[0];
        var flood = repeatsPerSecond == 0 ? null : Task.Factory.StartNew(
            () => PacedFlood.Run(port, new RepeatedAlerts(1), repeatsPerSecond, TimeSpan.FromSeconds(Alone)), TaskCreationOptions.LongRunning);
        if (flood is not null) await Task.Delay(TimeSpan.FromSeconds(10));
        var delays = new List<double>();
        for (var i = 0; i < Alone; i++)
        {
            var incident = await LoneIncidents.OpenOneAsync(http);
            var accepted = Stopwatch.GetTimestamp();
            await Poll.UntilAsync("the page", () => sink.FirstAt(incident) is not null);
            delays.Add(Stopwatch.GetElapsedTime(accepted, sink.FirstAt(incident)!.Value).TotalMilliseconds);
            await Task.Delay(Random.Shared.Next(1_000));
        }
        delays.Sort();
        var beside = flood is null ? 0 : (await flood).SentPerSecond;
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {Alone} | {Measurement.Median(delays):0} | {delays[Alone * 9 / 10]:0} | {delays[Alone * 99 / 100 - 1]:0} | {delays[^1]:0} "
            + $"| {beside:N0} |"));
    }
}
