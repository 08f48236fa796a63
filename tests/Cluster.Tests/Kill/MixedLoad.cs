using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Kill;

/// <summary>
/// Many clients that send repeats, new alerts and resolves through every door, and keep account of what was acknowledged. A client that gets no 2xx
/// sends the same again, to the next server and after a pause, as real senders do.
/// </summary>
/// <param name="ports">The servers; each client takes them in turn.</param>
/// <param name="seed">Makes the load repeatable.</param>
internal sealed class MixedLoad(IReadOnlyList<int> ports, int seed)
{
    private const int Repeated = 400;
    private const int MaxAttempts = 25;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<LoadAlert> toResolve = [];
    private int lastNew = 100_000;
    private volatile bool stopped;
    private long requests;
    private long attempts;
    private long failed;
    private long queued;
    private long longest;

    public ConcurrentDictionary<LoadAlert, Tally> Tallies { get; } = [];

    /// <summary>Answers that the server must never give, whatever happens to it.</summary>
    public ConcurrentDictionary<string, int> WrongAnswers { get; } = [];

    /// <summary>How often each status was answered; 0 stands for no answer.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = [];

    /// <summary>Requests that were acknowledged in the end.</summary>
    public long Requests => Volatile.Read(ref requests);

    /// <summary>Requests that were given up after all their attempts.</summary>
    public long Failed => Volatile.Read(ref this.failed);

    public long Attempts => Volatile.Read(ref attempts);

    /// <summary>Requests that were answered with 202.</summary>
    public long Queued => Volatile.Read(ref queued);

    /// <summary>The longest that one attempt took.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref this.longest));

    public Task RunAsync(int connections) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => ClientAsync(i, new Random(seed + i)))));

    /// <summary>The titles of everything that was acknowledged and stored by now.</summary>
    public HashSet<string> Snapshot() => [.. Tallies.Where(pair => pair.Value.Acknowledged > 0 && Queued == 0).Select(pair => pair.Key.Title)];

    /// <summary>Lets the requests that are under way end.</summary>
    public void Stop() => stopped = true;

    private async Task ClientAsync(int number, Random random)
    {
        var connections = new HttpConnection?[ports.Count];
        while (!stopped)
        {
            var request = Choose(random);
            var pause = TimeSpan.FromMilliseconds(20);
            var done = false;
            for (var attempt = 0; attempt < MaxAttempts && !(done = await SendAsync(connections, number++ % ports.Count, request)); attempt++)
            {
                await Task.Delay(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            Interlocked.Increment(ref done ? ref requests : ref this.failed);
            if (!done) Return(request);
        }
        foreach (var connection in connections) connection?.Dispose();
    }

    /// <summary>True when it was acknowledged.</summary>
    private async Task<bool> SendAsync(HttpConnection?[] connections, int target, LoadRequest request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            connections[target] ??= await HttpConnection.OpenAsync(ports[target], limit.Token);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // Nothing was sent: the server is being restarted.
            return false;
        }
        var connection = connections[target]!;
        var clock = Stopwatch.StartNew();
        var status = 0;
        try
        {
            var answer = await connection.PostAsync(request.Path, request.Headers, request.Body, limit.Token);
            status = answer.Status;
            if (status is >= 200 and < 300) Acknowledge(request, answer);
            else Doubt(request);
            if (status is not (>= 200 and < 300 or 429 or 503)) WrongAnswers.AddOrUpdate($"{answer.Status} {answer.Body}", 1, (_, n) => n + 1);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            Doubt(request);
        }
        Count(status, clock.Elapsed);
        if (request.WillResolve || request.Resolves)
            Of(request.Alerts[0]).History.Enqueue(
                $"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {(request.Resolves ? "end" : "begin")} {status} of {ports[target]} after "
                    + $"{clock.ElapsedMilliseconds} ms");
        if (status != 0 && connection.IsOpen) return status is >= 200 and < 300;
        connection.Dispose();
        connections[target] = null;
        return status is >= 200 and < 300;
    }

    private void Count(int status, TimeSpan took)
    {
        Interlocked.Increment(ref attempts);
        Statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
        if (status == 202) Interlocked.Increment(ref queued);
        for (var longest = Volatile.Read(ref this.longest); took.Ticks > longest
            && Interlocked.CompareExchange(ref this.longest, took.Ticks, longest) != longest; longest = Volatile.Read(ref this.longest))
        {
        }
    }

    private LoadRequest Choose(Random random)
    {
        var dice = random.Next(100);
        if (dice < 5 && toResolve.TryDequeue(out var open)) return new LoadRequest(open.Door, [open], Resolves: true);
        if (dice < 8) return Alone(willResolve: true);
        if (dice < 15) return Alone(willResolve: false);
        return dice switch
        {
            < 55 => new LoadRequest(Door.Webhook, Known(random, Door.Webhook, 1)),
            < 75 => new LoadRequest(Door.Prometheus, Known(random, Door.Prometheus, 1)),
            < 85 => new LoadRequest(Door.Prometheus, Known(random, Door.Prometheus, 20)),
            _ => new LoadRequest(Door.Alertmanager, Known(random, Door.Alertmanager, random.Next(1, 6))),
        };
    }

    private LoadRequest Alone(bool willResolve)
    {
        var alert = new LoadAlert(Interlocked.Increment(ref lastNew));
        return new LoadRequest(alert.Door, [alert], WillResolve: willResolve);
    }

    private static LoadAlert[] Known(Random random, Door door, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new LoadAlert(random.Next(Repeated / 3) * 3 + (int)door))];

    private void Acknowledge(LoadRequest request, HttpAnswer answer)
    {
        if (request.Resolves)
        {
            Of(request.Alerts[0]).ResolveAcknowledged = true;
            return;
        }

        foreach (var alert in request.Alerts) Of(alert).Acknowledge();
        // What was only accepted names its incidents later.
        if (answer.Status == 200) Remember(request, answer.Body);
        if (request.WillResolve) toResolve.Enqueue(request.Alerts[0]);
    }

    private void Doubt(LoadRequest request)
    {
        if (request.Resolves) Of(request.Alerts[0]).ResolveSent = true;
        else foreach (var alert in request.Alerts) Of(alert).Doubt();
    }

    private void Return(LoadRequest request)
    {
        if (request.Resolves) toResolve.Enqueue(request.Alerts[0]);
    }

    private void Remember(LoadRequest request, string answer)
    {
        if (request.Door == Door.Prometheus) return;
        try
        {
            RememberIncidents(request, answer);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            WrongAnswers.TryAdd($"{error.Message} in {answer}", 1);
        }
    }

    private void RememberIncidents(LoadRequest request, string answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (json.RootElement.TryGetProperty("failed", out var failed) && failed.GetInt32() > 0) WrongAnswers[answer] = 1;
        if (request.Alerts.Length == 1)
        {
            Named(request.Alerts[0], json.RootElement);
            return;
        }

        foreach (var result in json.RootElement.GetProperty("results").EnumerateArray())
            Named(request.Alerts.First(alert => alert.Fingerprint == result.GetProperty("fingerprint").GetString()), result);
    }

    private void Named(LoadAlert alert, JsonElement result) => Of(alert).IncidentIds[result.GetProperty("incident_id").GetString() ?? "null"] = true;

    private Tally Of(LoadAlert alert) => Tallies.GetOrAdd(alert, _ => new Tally());
}
