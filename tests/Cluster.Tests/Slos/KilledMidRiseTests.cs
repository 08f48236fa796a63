using System.Globalization;
using System.Net.Http.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Slos;

/// <summary>The process dies between a tier's rise and its incident: never a second incident, and none missing.</summary>
[Collection(BesideTheOthers.Too)]
public sealed class KilledMidRiseTests(ITestOutputHelper output)
{
    private const int Kills = 5;
    private static readonly string[] Tiers = ["page_fast", "page_slow", "ticket_fast", "ticket_slow"];

    [Fact]
    public async Task Each_tier_that_has_risen_has_one_incident_whenever_the_process_dies()
    {
        var seed = TestSeed.Choose();
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var silo = await SiloProcess.StartAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            await DownAsync(silo, $"shop-{kill}");
            // What is defined is looked at at once, and its tiers have risen already.
            await DefineAsync(silo, kill);
            await Task.Delay(random.Next(0, 250));
            await silo.KillAsync();
            await silo.RestartAsync();
        }
        await Poll.UntilAsync("every tier has its incident", () => Found(silo).Count >= Kills * Tiers.Length);
        // Two looks later there are no more of them. What is put again is looked at at once, and all others with it.
        for (var look = 1; look <= 2; look++)
        {
            await DefineAsync(silo, 0);
            await Poll.UntilAsync("all were looked at again", async () => await LooksAsync(silo) >= look * Kills);
        }
        var found = Found(silo);
        Assert.Equal(
            Enumerable.Range(0, Kills).SelectMany(kill => Tiers.Select(tier => $"slo:slo-{kill}:{tier}")).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    private static async Task DownAsync(SiloProcess silo, string service)
    {
        var began = DateTimeOffset.UtcNow.AddMinutes(-20).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        using var answer = await silo.Http.PostAsJsonAsync("webhook?source=alertmanager", new
        {
            version = "4",
            alerts = new[]
            {
                new
                {
                    status = "firing", labels = new { alertname = "Down", severity = "critical", service }, startsAt = began, fingerprint = service,
                },
            },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task DefineAsync(SiloProcess silo, int kill)
    {
        using var answer = await silo.Http.PostAsJsonAsync("slo", new { name = $"slo-{kill}", service = $"shop-{kill}", target = 0.9995 });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>By what they are about, over or not.</summary>
    private static List<string> Found(SiloProcess silo) => [.. StoredAlerts.InFile(silo.LedgerFile).Texts(
        "SELECT substr(identity, instr(identity, ':-:') + 3) FROM alerts a JOIN incidents i ON i.id = a.incident_id WHERE a.source = 'slo'")];

    /// <summary>Since the process started.</summary>
    private static async Task<int> LooksAsync(SiloProcess silo)
    {
        var metrics = await silo.Http.GetStringAsync("metrics");
        var line = metrics.Split('\n').FirstOrDefault(one => one.StartsWith("ai_sre_slo_evaluations_total{result=\"ok\"}", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
