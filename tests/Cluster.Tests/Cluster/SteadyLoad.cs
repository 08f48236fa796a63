using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Clients that send repeats of a few alerts of many services through all APIs in turn, and remember what was acknowledged.</summary>
internal sealed class SteadyLoad(IReadOnlyList<ClusterProcess> apis) : IAsyncDisposable
{
    /// <summary>
    /// The API answers within 10 s, see docs/cluster.md; the rest is for this machine, on which clients and servers compete. The requests have 30 s,
    /// so that a longer one is seen.
    /// </summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(15);

    private const int Services = 40;
    private const int Clients = 8;

    private readonly long[] acknowledged = new long[Services];
    private readonly long[] inDoubt = new long[Services];
    private readonly CancellationTokenSource stop = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private Task clients = Task.CompletedTask;
    private long requests;
    private int turn;

    public ConcurrentQueue<(TimeSpan At, string What)> Failures { get; } = [];

    public TimeSpan Now => clock.Elapsed;

    public TimeSpan Slowest { get; private set; }

    public long Requests => Interlocked.Read(ref this.requests);

    /// <summary>Where the load is by now, to judge alone what comes after it.</summary>
    public (TimeSpan At, long Requests) Here => (Now, Requests);

    /// <summary>
    /// Every alert is taken once, so that its intake lives on some silo, before the clients begin. What a cold cluster refuses until then is no
    /// failure.
    /// </summary>
    public async Task StartAsync()
    {
        foreach (var service in Enumerable.Range(0, Services))
            await Poll.UntilAsync($"the first alert of service {service} to be taken", () => SendAsync(service),
                onTimeout: () => Failures.Last().What);
        Failures.Clear();
        clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => ClientAsync(new Random(i)))));
    }

    /// <summary>Waits until so many more requests have been answered.</summary>
    public async Task PassAsync(int requests)
    {
        var until = Requests + requests;
        await Poll.UntilNoneAsync($"{requests} more requests", () => Task.FromResult(Math.Max(0, until - Requests)));
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await clients;
    }

    /// <summary>Waits until the last 2,000 requests have all gone well.</summary>
    public async Task CalmAsync()
    {
        for (var failures = -1; failures != Failures.Count;)
        {
            failures = Failures.Count;
            await PassAsync(2_000);
        }
    }

    /// <summary>
    /// Asserts that of the requests since then at most one in a thousand failed: on a busy machine a call may miss its limit of 2 s, and its sender
    /// is told to come again. Where the cluster is lost, far more fail.
    /// </summary>
    public void CheckFewFailed((TimeSpan At, long Requests) since)
    {
        var failures = Failures.Where(failure => failure.At > since.At).ToList();
        var passed = Requests - since.Requests;
        Assert.True(failures.Count * 1_000L <= passed, $"{failures.Count} of {passed} requests failed: {string.Join(", ", failures.Take(3))}");
    }

    /// <summary>Ends, and asserts that every count adds up once the spool is empty, and that nobody waited for long.</summary>
    public async Task CheckAsync()
    {
        await StopAsync();
        IReadOnlyList<string> miscounted = [];
        await Poll.UntilAsync("every count to add up", async () => (miscounted = await MiscountedAsync()).Count == 0,
            onTimeout: () => string.Join(Environment.NewLine, miscounted));
        Assert.True(Slowest < LongestRequest, $"A request took {Slowest}.");
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>Alerts of which the API shows fewer than it acknowledged, or more than were sent; or why it shows none.</summary>
    public async Task<IReadOnlyList<string>> MiscountedAsync()
    {
        using var response = await apis[0].Http.GetAsync(new Uri("incidents?limit=100&q=Check", UriKind.Relative));
        if (!response.IsSuccessStatusCode) return [$"The list: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}"];
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var counts = answer.GetProperty("incidents").EnumerateArray().ToLookup(
            incident => incident.GetProperty("title").GetString()!, incident => incident.GetProperty("occurrence_count").GetInt64());
        return [.. Enumerable.Range(0, Services)
            .Where(i => counts[Title(i)].Count() != 1 || counts[Title(i)].Single() < this.acknowledged[i]
            || counts[Title(i)].Single() > this.acknowledged[i] + inDoubt[i])
            .Select(i => $"{Title(i)}: {this.acknowledged[i]} acknowledged, {inDoubt[i]} in doubt, shown {string.Join('+', counts[Title(i)])}")];
    }

    private async Task ClientAsync(Random random)
    {
        while (!stop.IsCancellationRequested)
            if (!await SendAsync(random.Next(Services))) await Task.Delay(20);
    }

    private async Task<bool> SendAsync(int service)
    {
        var api = apis[(int)((uint)Interlocked.Increment(ref turn) % apis.Count)];
        var started = clock.Elapsed;
        var failure = await TryAsync(api, service);
        Interlocked.Increment(ref this.requests);
        if (clock.Elapsed - started > Slowest) Slowest = clock.Elapsed - started;
        if (failure is null)
        {
            Interlocked.Increment(ref this.acknowledged[service]);
            return true;
        }

        Interlocked.Increment(ref inDoubt[service]);
        Failures.Enqueue((clock.Elapsed, failure));
        return false;
    }

    private static async Task<string?> TryAsync(ClusterProcess api, int service)
    {
        try
        {
            using var response = await api.Http.PostAsJsonAsync(
                new Uri("webhook?source=webhook", UriKind.Relative),
                new { title = Title(service), service = $"service-{service}", dedup_key = Key(service) });
            return response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return error.Message;
        }
    }

    private static string Key(int service) => string.Create(CultureInfo.InvariantCulture, $"chk{service:d3}k");

    private static string Title(int service) => $"Check {Key(service)} failed";
}
