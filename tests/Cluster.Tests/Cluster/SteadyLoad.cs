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
    /// <summary>What a client may wait at most. The requests have 30 s, so that a longer one is seen.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);

    private const int Services = 40;
    private const int Clients = 8;

    private readonly long[] _acknowledged = new long[Services];
    private readonly long[] _inDoubt = new long[Services];
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private Task _clients = Task.CompletedTask;
    private long _requests;
    private int _turn;

    public ConcurrentQueue<(TimeSpan At, string What)> Failures { get; } = [];

    public TimeSpan Now => _clock.Elapsed;

    public TimeSpan Slowest { get; private set; }

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Every alert is sent once, so that its intake lives on some silo, before the clients begin.</summary>
    public async Task StartAsync()
    {
        for (var service = 0; service < Services; service++)
            if (!await SendAsync(service)) throw new InvalidOperationException($"The cluster does not take alerts: {Failures.First().What}");
        _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => ClientAsync(new Random(i)))));
    }

    /// <summary>Waits until so many more requests have been answered.</summary>
    public async Task PassAsync(int requests)
    {
        var until = Requests + requests;
        await Poll.UntilAsync($"{requests} more requests", () => Task.FromResult(Requests >= until));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
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

    /// <summary>Ends, and asserts that every count adds up once the spool is empty, and that nobody waited for long.</summary>
    public async Task CheckAsync()
    {
        await StopAsync();
        IReadOnlyList<string> miscounted = [];
        await Poll.UntilAsync("every count to add up", async () => (miscounted = await MiscountedAsync()).Count == 0, onTimeout: () => string.Join(Environment.NewLine, miscounted));
        Assert.True(Slowest < LongestRequest, $"A request took {Slowest}.");
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>Alerts of which the API shows fewer than it acknowledged, or more than were sent.</summary>
    public async Task<IReadOnlyList<string>> MiscountedAsync()
    {
        var answer = await apis[0].Http.GetFromJsonAsync<JsonElement>(new Uri("incidents?limit=100&q=Check", UriKind.Relative));
        var counts = answer.GetProperty("incidents").EnumerateArray().ToLookup(
            incident => incident.GetProperty("title").GetString()!, incident => incident.GetProperty("occurrence_count").GetInt64());
        return [.. Enumerable.Range(0, Services)
            .Where(i => counts[Title(i)].Count() != 1 || counts[Title(i)].Single() < _acknowledged[i] || counts[Title(i)].Single() > _acknowledged[i] + _inDoubt[i])
            .Select(i => $"{Title(i)}: {_acknowledged[i]} acknowledged, {_inDoubt[i]} in doubt, shown {string.Join('+', counts[Title(i)])}")];
    }

    private async Task ClientAsync(Random random)
    {
        while (!_stop.IsCancellationRequested)
            if (!await SendAsync(random.Next(Services))) await Task.Delay(20);
    }

    private async Task<bool> SendAsync(int service)
    {
        var api = apis[(int)((uint)Interlocked.Increment(ref _turn) % apis.Count)];
        var started = _clock.Elapsed;
        var failure = await TryAsync(api, service);
        Interlocked.Increment(ref _requests);
        if (_clock.Elapsed - started > Slowest) Slowest = _clock.Elapsed - started;
        if (failure is null)
        {
            Interlocked.Increment(ref _acknowledged[service]);
            return true;
        }

        Interlocked.Increment(ref _inDoubt[service]);
        Failures.Enqueue((_clock.Elapsed, failure));
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
