using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Kill;

/// <summary>Many clients that send repeats, new alerts and resolves through every door, and keep account of what was acknowledged.</summary>
internal sealed class MixedLoad(int port, int seed)
{
    private const int Repeated = 400;

    private readonly ConcurrentQueue<LoadAlert> _toResolve = [];
    private int _lastNew = 100_000;
    private volatile bool _stopped;
    private long _requests;

    public ConcurrentDictionary<LoadAlert, Tally> Tallies { get; } = [];

    /// <summary>Answers that the server must never give, whatever happens to it.</summary>
    public ConcurrentDictionary<string, int> WrongAnswers { get; } = [];

    public long Requests => _requests;

    public Task RunAsync(int connections) => Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => ClientAsync(new Random(seed + i)))));

    /// <summary>Lets the requests that are under way end.</summary>
    public void Stop() => _stopped = true;

    private async Task ClientAsync(Random random)
    {
        HttpConnection? connection = null;
        while (!_stopped)
        {
            var request = Choose(random);
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
                connection ??= await HttpConnection.OpenAsync(port, limit.Token);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // Nothing was sent. The server is being restarted.
                Return(request);
                await Task.Delay(20);
                continue;
            }

            if (await SendAsync(connection, request) && connection.IsOpen) continue;
            connection.Dispose();
            connection = null;
        }

        connection?.Dispose();
    }

    private async Task<bool> SendAsync(HttpConnection connection, LoadRequest request)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            var answer = await connection.PostAsync(request.Path, request.Headers, request.Body, limit.Token);
            Interlocked.Increment(ref _requests);
            if (answer.Status is >= 200 and < 300) Acknowledge(request, answer.Body);
            else Doubt(request);
            if (answer.Status is not (>= 200 and < 300 or 429 or 503)) WrongAnswers.AddOrUpdate($"{answer.Status} {answer.Body}", 1, (_, n) => n + 1);
            return true;
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            Doubt(request);
            return false;
        }
    }

    private LoadRequest Choose(Random random)
    {
        var dice = random.Next(100);
        if (dice < 5 && _toResolve.TryDequeue(out var open)) return new LoadRequest(open.Door, [open], Resolves: true);
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
        var alert = new LoadAlert(Interlocked.Increment(ref _lastNew));
        return new LoadRequest(alert.Door, [alert], WillResolve: willResolve);
    }

    private static LoadAlert[] Known(Random random, Door door, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new LoadAlert(random.Next(Repeated / 3) * 3 + (int)door))];

    private void Acknowledge(LoadRequest request, string answer)
    {
        if (request.Resolves)
        {
            Of(request.Alerts[0]).ResolveAcknowledged = true;
            return;
        }

        foreach (var alert in request.Alerts) Of(alert).Acknowledge();
        Remember(request, answer);
        if (request.WillResolve) _toResolve.Enqueue(request.Alerts[0]);
    }

    private void Doubt(LoadRequest request)
    {
        if (!request.Resolves)
            foreach (var alert in request.Alerts) Of(alert).Doubt();
        Return(request);
    }

    private void Return(LoadRequest request)
    {
        if (!request.Resolves) return;
        Of(request.Alerts[0]).ResolveSent = true;
        _toResolve.Enqueue(request.Alerts[0]);
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
