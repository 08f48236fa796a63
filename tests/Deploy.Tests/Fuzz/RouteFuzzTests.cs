using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Deploy.Tests.Fuzz;

/// <summary>
/// Whatever is sent to any route that the API describes is answered, and never by a fault of ours; the server does not swell, and what it has
/// acknowledged can be read afterwards.
/// </summary>
public class RouteFuzzTests(ITestOutputHelper output)
{
    private const int Requests = 10_000;
    private const int Clients = 8;

    /// <summary>The product's answer when it is too slow, or does the same already: come again.</summary>
    private const int ComeAgain = 503;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Far more than anything needs on a machine that does something else beside.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<int, int> statuses = [];
    private readonly ConcurrentBag<string> faults = [];
    private readonly ConcurrentDictionary<string, string> acknowledged = [];
    private TimeSpan slowest;
    private string slowestRoute = "";

    /// <summary>With a 503. When one has come again in vain, the many others need not wait as long.</summary>
    private TimeSpan patience = Poll.Patience;

    [Fact]
    public Task Nothing_that_is_sent_to_any_route_is_our_fault() => FuzzAsync(20_260_115);

    [Fact]
    public Task Nothing_that_chance_sends_to_any_route_is_our_fault() => FuzzAsync(
        Environment.GetEnvironmentVariable("AI_SRE_TEST_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next(1_000_000));

    private async Task FuzzAsync(int seed)
    {
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        await using var silo = await SiloProcess.StartAsync();
        var routes = DescribedRoute.All(await silo.Http.GetStringAsync("openapi/v1.json", TestContext.Current.CancellationToken));
        Assert.True(routes.Count > 50, $"Only {routes.Count} routes are described.");

        await SendManyAsync(silo.Port, routes, seed, Requests / 3);
        var warm = silo.ResidentBytes;
        await SendManyAsync(silo.Port, routes, seed + Clients, Requests - Requests / 3);
        var end = silo.ResidentBytes;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"RSS {warm >> 20} and {end >> 20} MiB; slowest {slowest.TotalSeconds:0.00} s, {slowestRoute}; " +
            $"{string.Join(", ", statuses.OrderBy(pair => pair.Key))}; {acknowledged.Count} incidents"));

        Assert.False(silo.HasExited, silo.Log);
        Assert.True(faults.IsEmpty, $"{faults.Count} faults:\n{string.Join('\n', faults.OrderDescending().Take(20))}\n{silo.Log}");
        Assert.DoesNotContain("failed unexpectedly", silo.Log, StringComparison.Ordinal);
        Assert.True(end < warm * 2 + (150L << 20), $"The process grew from {warm >> 20} to {end >> 20} MiB.");
        await AssertReadableAsync(silo, routes);
    }

    private Task SendManyAsync(int port, IReadOnlyList<DescribedRoute> routes, int seed, int count) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(async () =>
        {
            var requests = new RequestMutator(routes, seed + i);
            HttpConnection? connection = null;
            for (var sent = 0; sent < count / Clients; sent++) connection = await SendAsync(port, connection, requests.Next());
            connection?.Dispose();
        })));

    /// <summary>The same bytes again while the answer is 503, which is a fault only when it stays so.</summary>
    /// <returns>The connection, if it can be used again.</returns>
    private async Task<HttpConnection?> SendAsync(int port, HttpConnection? connection, FuzzRequest request)
    {
        HttpAnswer? refusal = null;
        try
        {
            await Poll.UntilAsync($"another answer than {ComeAgain}", async () =>
            {
                (connection, refusal) = await SendOnceAsync(port, connection, request);
                return refusal is null;
            }, patience, every: Pause);
        }
        catch (TimeoutException)
        {
            patience = Pause;
            faults.Add($"{ComeAgain} {refusal?.Body}: {Describe(request)}");
        }
        return connection;
    }

    /// <returns>The connection, if it can be used again; and the answer, if it is 503.</returns>
    private async Task<(HttpConnection? Connection, HttpAnswer? Refusal)> SendOnceAsync(int port, HttpConnection? connection, FuzzRequest request)
    {
        HttpAnswer? refusal = null;
        using var limit = new CancellationTokenSource(Longest);
        var began = Stopwatch.GetTimestamp();
        try
        {
            connection ??= await HttpConnection.OpenAsync(port, limit.Token);
            var answer = await connection.SendAsync(request.Bytes, limit.Token);
            Note(request, answer, Stopwatch.GetElapsedTime(began));
            if (answer.Status == ComeAgain) refusal = answer;
            else if (connection.IsOpen && !request.IsBroken) return (connection, null);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // Closed, because what was sent could not be told from the next request.
            statuses.AddOrUpdate(0, 1, (_, n) => n + 1);
        }
        catch (OperationCanceledException)
        {
            faults.Add($"no answer: {Describe(request)}");
        }
        connection?.Dispose();
        return (null, refusal);
    }

    private void Note(FuzzRequest request, HttpAnswer answer, TimeSpan took)
    {
        statuses.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
        if (took > slowest) (slowest, slowestRoute) = (took, request.Route.ToString());
        if (answer.Status >= 500 && answer.Status != ComeAgain) faults.Add($"{answer.Status} {answer.Body}: {Describe(request)}");
        if (answer.Status is not (200 or 202) || request.Route.Path != "/webhook") return;
        // Empty is what /api/v2/alerts has answered to a delivery of the same id.
        if (answer.Body.Length > 0) NoteIncidents(answer.Body);
    }

    private void NoteIncidents(string body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.TryGetProperty("incident_id", out var id) && id.GetString() is { } incident) acknowledged.TryAdd(incident, body);
    }

    private async Task AssertReadableAsync(SiloProcess silo, IReadOnlyList<DescribedRoute> routes)
    {
        await silo.WaitUntilHealthyAsync();
        Assert.NotEmpty(acknowledged);
        foreach (var part in new[] { "", "/timeline", "/deliveries", "/explain", "/notifications" })
        {
            foreach (var id in acknowledged.Keys)
            {
                using var answer = await ReadAsync(silo, $"incidents/{id}{part}");
                if (part == "/notifications" && (int)answer.StatusCode == 404) break;
                Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} of {id}{part}, acknowledged with {acknowledged[id]}");
            }
        }
        foreach (var list in routes.Where(route => route.Method == "GET" && !route.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var workspace in Enumerable.Range(0, 8))
            {
                using var answer = await ReadAsync(silo, list.Path.TrimStart('/'), $"fuzz-{workspace}");
                Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode} of {list}: {await answer.Content.ReadAsStringAsync()}");
                _ = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Again while the answer is 503.</summary>
    private static async Task<HttpResponseMessage> ReadAsync(SiloProcess silo, string path, string? workspace = null)
    {
        var refusal = "";
        return await Poll.ForAsync<HttpResponseMessage>($"another answer than {ComeAgain} of {path} in {workspace}", async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (workspace is not null) request.Headers.Add("X-Workspace-Id", workspace);
            var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
            if ((int)answer.StatusCode != ComeAgain) return answer;
            refusal = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            answer.Dispose();
            return null;
        }, onTimeout: () => $"{refusal}\n{silo.Log}", every: Pause);
    }

    private static string Describe(FuzzRequest request) =>
        $"{request.Route}\n{Encoding.Latin1.GetString(request.Bytes.AsSpan(0, Math.Min(request.Bytes.Length, 1_500)))}";
}
