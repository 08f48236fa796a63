using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using AiSre.Domain.Slos.Buckets;
using AiSre.Grains.Ledger;
using AiSre.Grains.Slos;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks;

/// <summary>
/// Objectives with 30 days of events in every minute: how long it takes to look at all of them after a restart, when everything is read from disk,
/// and a minute later, and what they hold in memory.
/// </summary>
internal static class SlosCommand
{
    private const int Days = 30;
    private const int AtOnce = 250;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        using var temporary = new TempFolder();
        var folder = temporary.File("data");
        await DefineAsync(folder, options.Slos);
        Fill(folder, options.Slos);
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        var (clock, before) = (Stopwatch.StartNew(), silo.ResidentBytes);
        var (cold, _) = await RoundAsync(silo, 1);
        var (first, after) = (clock.Elapsed, silo.ResidentBytes);
        var (both, looks) = await RoundAsync(silo, 2);
        var each = (after - before) / 1024.0 / options.Slos;
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | SLOs | looks | first look s | done after the first answer s | next look s | RSS KiB a SLO | RSS MiB |
            |---:|---:|---:|---:|---:|---:|---:|
            | {options.Slos} | {looks} | {cold:0.00} | {first.TotalSeconds:0.0} | {both - cold:0.00} | {each:0.0} | {silo.ResidentBytes >> 20} |
            """));
    }

    private static async Task DefineAsync(string folder, int count)
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            using var answer = await silo.Http.PostAsJsonAsync(new Uri("slo", UriKind.Relative), new
            {
                slos = some.Select(i => new { name = NameOf(i), service = $"service-{i}", target = 0.999, source = new { type = "events" } }),
            });
            answer.EnsureSuccessStatusCode();
        }
        await silo.TerminateAsync();
    }

    /// <summary>As the server itself would have written them: what is older than two days is sums, with its minutes beside.</summary>
    private static void Fill(string folder, int count)
    {
        var now = DateTimeOffset.UtcNow;
        var buckets = SloBuckets.Empty;
        var blocks = new Dictionary<long, DayBlock>();
        var dice = new Random(1);
        for (var at = now.AddDays(-Days); at < now; at = at.AddDays(0.5))
        {
            var until = at.AddDays(0.5) < now ? at.AddDays(0.5) : now;
            var minutes = Enumerable.Range(0, (int)(until - at).TotalMinutes)
                .Select(minute => SloBucket.MinuteOf(at) + minute).Select(minute => (minute, total: dice.Next(1_000, 20_000)))
                .Select(one => new SloBucket(one.minute, one.total - dice.Next(0, 10), one.total));
            var (next, retired) = BucketRules.Add(buckets, minutes, until);
            foreach (var block in next.Recent.Concat(retired)) blocks[block.Day] = block;
            buckets = next;
        }
        var sums = new SloSums
        {
            RecentDays = [.. buckets.Recent.Select(block => block.Day)], Hours = buckets.Hours, Days = buckets.Days,
            FirstMinute = buckets.FirstMinute, LastMinute = buckets.LastMinute,
        };
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "ledger.db")};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA synchronous = OFF");
        using var transaction = connection.BeginTransaction();
        for (var i = 0; i < count; i++)
        {
            Put("slo-sums", NameOf(i), DocumentText.Write(sums));
            foreach (var block in blocks.Values)
                Put("slo-day", string.Create(CultureInfo.InvariantCulture, $"{NameOf(i)}/{block.Day}"), DocumentText.Write(block));
        }
        transaction.Commit();

        void Put(string kind, string id, string text) => Run(
            connection,
            "INSERT OR REPLACE INTO documents (workspace, kind, id, version, changed_at, document) VALUES ('default', $kind, $id, 1, 0, $text)",
            ("$kind", kind), ("$id", id), ("$text", text));
    }

    /// <returns>Seconds that all rounds took together, and looks so far.</returns>
    private static async Task<(double Seconds, double Looks)> RoundAsync(SiloProcess silo, int rounds)
    {
        while (true)
        {
            var lines = (await silo.Http.GetStringAsync(new Uri("metrics", UriKind.Relative))).Split('\n');
            if (Of("ai_sre_slo_round_seconds_count") >= rounds)
                return (Of("ai_sre_slo_round_seconds_sum"), Of("ai_sre_slo_evaluations_total{result=\"ok\"}"));
            await Task.Delay(100);

            double Of(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
                ? double.Parse(found[(found.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)
                : 0;
        }
    }

    private static string NameOf(int i) => string.Create(CultureInfo.InvariantCulture, $"slo-{i}");

    private static void Run(SqliteConnection connection, string statement, params (string Name, string Value)[] values)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants above.
        command.CommandText = statement;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
