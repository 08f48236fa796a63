using System.Collections.Concurrent;
using System.Text;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Hostile;

/// <summary>Whatever is sent to the open doors, the server stays up, says whose fault it is, and does not swell.</summary>
public class HostileBodiesTests(ITestOutputHelper output)
{
    private const int Bodies = 10_000;
    private const int Clients = 8;

    private static readonly string[] Sources = ["webhook", "alertmanager", "prometheus", "pagerduty", "opsgenie", "datadog", "grafana", "newrelic",
        "nobody", "\t"];
    private static readonly string[] ContentTypes =
        ["application/json", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "image/png", ";;;", ""];

    private readonly ConcurrentDictionary<int, int> statuses = [];
    private readonly ConcurrentBag<string> serverErrors = [];

    [Fact]
    public async Task Ten_thousand_hostile_bodies_cause_no_server_error_and_no_growth()
    {
        var seed = TestSeed.Choose();
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        await using var silo = await SiloProcess.StartAsync();

        await SendManyAsync(silo.Port, seed, Bodies / 3);
        var warm = silo.ResidentBytes;
        await SendManyAsync(silo.Port, seed + Clients, Bodies - Bodies / 3);
        var end = silo.ResidentBytes;

        output.WriteLine(
            $"RSS {warm >> 20} MiB after a third, {end >> 20} MiB at the end; answers {string.Join(", ", statuses.OrderBy(pair => pair.Key))}");
        AssertNoServerError(silo);
        // Alerts that were taken and caches that fill are growth too; twice the first third's is a leak.
        Assert.True(end < warm * 2 + (100L << 20), $"The process grew from {warm >> 20} to {end >> 20} MiB.");
        Assert.Contains(statuses.Keys, status => status is 400 or 422);
        await StillAnswersAsync(silo);
    }

    [Fact]
    public async Task Bodies_of_absurd_size_and_depth_are_refused_as_the_senders_fault()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var client = new HostileClient(silo.Port, statuses, serverErrors);
        var large = Encoding.ASCII.GetBytes($"{{\"title\":\"{new string('x', 6 << 20)}\"}}");
        var deep = Encoding.ASCII.GetBytes(
            $"{{\"title\":\"t\",\"labels\":{string.Concat(Enumerable.Repeat("{\"a\":", 1_000))}1{new string('}', 1_001)}");
        byte[] broken = [.. "{\"title\":\""u8, 0xff, 0xfe, 0xc3, 0x28, .. "\"}"u8];
        foreach (var path in new[] { "/webhook", "/webhook/pagerduty", "/api/v2/alerts" })
        {
            foreach (var body in new[] { large, deep, broken, [] })
            {
                statuses.Clear();
                await client.SendAsync(path, "Content-Type: application/json\r\n", body);
                // 0: the connection was closed while the body was still being sent, as HTTP allows.
                Assert.True(statuses.Keys.Single() is (>= 400 and < 500) or 0, $"{statuses.Keys.Single()} to {body.Length} bytes at {path}");
            }
        }

        AssertNoServerError(silo);
        await StillAnswersAsync(silo);
    }

    private Task SendManyAsync(int port, int seed, int count) => Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(async () =>
    {
        var random = new Random(seed + i);
        var bodies = new HostileBodies(seed + i);
        using var client = new HostileClient(port, statuses, serverErrors);
        for (var sent = 0; sent < count / Clients; sent++)
        {
            var (honest, body) = bodies.Next();
            var (path, source) = Door(random, honest);
            var type = ContentTypes[random.Next(4) == 0 ? random.Next(ContentTypes.Length) : 0];
            await client.SendAsync(path, $"Content-Type: {type}\r\n{source}", body);
        }
    })));

    private static (string Path, string Header) Door(Random random, string honest) => random.Next(16) switch
    {
        > 9 => ("/webhook", $"X-Source: {honest}\r\n"),
        0 => ("/webhook/pagerduty", ""),
        1 or 2 => ("/api/v2/alerts", ""),
        3 => ($"/webhook?source={Sources[random.Next(Sources.Length - 1)]}", ""),
        4 => ("/webhook", ""),
        _ => ("/webhook", $"X-Source: {Sources[random.Next(Sources.Length)]}\r\n"),
    };

    private void AssertNoServerError(SiloProcess silo)
    {
        Assert.False(silo.HasExited, silo.Log);
        Assert.True(serverErrors.IsEmpty,
            $"{serverErrors.Count} server errors:\n{string.Join('\n', serverErrors.OrderDescending().Take(10))}\n{silo.Log}");
    }

    private static async Task StillAnswersAsync(SiloProcess silo)
    {
        Assert.Equal(200, await silo.HealthAsync());
        using var content = new StringContent("""{"title":"Honest again","dedup_key":"honest1"}""", Encoding.UTF8, "application/json");
        using var response = await silo.Http.PostAsync(new Uri("webhook", UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
