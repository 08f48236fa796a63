using System.Globalization;
using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Load;
using AiSre.Benchmarks.Neighbours;
using AiSre.Benchmarks.Pages;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// What a workspace notices of another that sends twenty times what it may: how long its deliveries take, how long until somebody is paged, and
/// whether anything of it is lost.
/// </summary>
internal static class NeighbourCommand
{
    private const int QuotaPerMinute = 6_000;
    private const int Times = 20;
    private const string LoudKey = "loud-key-0123456789abcdef", QuietKey = "calm-key-0123456789abcdef";

    public static async Task RunAsync(BenchmarkOptions options)
    {
        System.Console.WriteLine("""
            | target | A sends, times its quota | accepted/s | refused/s | B quiet: answer ms p50 / p99 | page ms p50 / p99 | B beside A: answer | page | ratio p99 answer | ratio p99 page | B refused | B lost |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        await using var sink = await PageSink.StartAsync();
        var environment = new Dictionary<string, string>
        {
            ["AI_SRE_API_KEYS"] = $"loud={LoudKey}:ingest:loud,quiet={QuietKey}:admin:quiet",
            ["AI_SRE_OUTBOUND_ALLOW"] = new Uri(sink.Url).Authority,
            ["AI_SRE_RATE_INGEST"] = $"{QuotaPerMinute}",
        };
        if (options.Wants("silo")) await MeasureAsync(await Target.SiloAsync(new SiloSettings { Environment = environment }), sink, options);
        if (options.Wants("postgres")) await MeasureAsync(await Target.PostgresAsync(environment: environment), sink, options);
    }

    private static async Task MeasureAsync(Target target, PageSink sink, BenchmarkOptions options)
    {
        await using var _ = target;
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{target.Ports[0]}/") };
        http.DefaultRequestHeaders.Add("X-API-Key", QuietKey);
        await DefineAsync(http, sink);
        var quiet = new QuietSender(http, sink);
        await Task.WhenAll(quiet.RunAsync(options.WarmUp), FloodAsync(target, options.WarmUp));
        var rounds = new List<Round>();
        for (var i = 0; i < options.Rounds; i++)
        {
            var alone = await quiet.RunAsync(options.Duration);
            // The flood begins before the first alert that is measured, and ends after the last one.
            var flooding = FloodAsync(target, options.Duration + TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromSeconds(1));
            var beside = await quiet.RunAsync(options.Duration);
            rounds.Add(new(alone, beside, await flooding));
        }
        var seconds = (options.Duration + TimeSpan.FromSeconds(2)).TotalSeconds;
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {target.Name} | {Of(r => r.Flood.SentPerSecond * 60 / QuotaPerMinute):0.0} | {Of(r => r.Flood.Accepted / seconds):N0} "
            + $"| {Of(r => r.Flood.Refused / seconds):N0} | {Two(r => r.Alone.Ingest)} | {Two(r => r.Alone.Paged)} | {Two(r => r.Beside.Ingest)} "
            + $"| {Two(r => r.Beside.Paged)} | {Of(r => At(r.Beside.Ingest, 0.99) / At(r.Alone.Ingest, 0.99)):0.0} "
            + $"| {Of(r => At(r.Beside.Paged, 0.99) / At(r.Alone.Paged, 0.99)):0.0} | {rounds.Sum(r => r.Beside.Refused)} "
            + $"| {rounds.Sum(r => r.Beside.Lost)} |"));
        if (rounds.Sum(r => r.Flood.Failed) is > 0 and var failed)
            System.Console.WriteLine($"{failed} requests of A were answered neither 2xx nor 429.");

        double Of(Func<Round, double> value) => Measurement.Median(rounds.Select(value));
        string Two(Func<Round, IReadOnlyList<double>> values) => string.Create(
            CultureInfo.InvariantCulture, $"{Of(r => At(values(r), 0.5)):0.0} / {Of(r => At(values(r), 0.99)):0.0}");
    }

    private static async Task DefineAsync(HttpClient http, PageSink sink)
    {
        using var definitions = new StringContent($$"""
            users: {dave: {} }
            default: {levels: [{after_minutes: 0, targets: ["user:dave"], channels: [hook]}], repeat: 0}
            routes: {default_rules: {critical: [hook]} }
            channels: {hook: {type: webhook, url: "{{sink.Url}}/hook", per_second: 1000, burst: 10000, digest_after: 0} }
            """);
        definitions.Headers.ContentType = new("application/yaml");
        using var answer = await http.PutAsync(new Uri("definitions", UriKind.Relative), definitions);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    private static Task<FloodResult> FloodAsync(Target target, TimeSpan duration) => Task.Factory.StartNew(
        () => PacedFlood.Run(target.Ports[0], new NewAlerts(1, key: LoudKey), QuotaPerMinute / 60.0 * Times, duration),
        TaskCreationOptions.LongRunning);

    private static double At(IReadOnlyList<double> values, double share) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt(Math.Min(values.Count - 1, (int)Math.Ceiling(values.Count * share) - 1));

    private sealed record Round(QuietResult Alone, QuietResult Beside, FloodResult Flood);
}
