using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Slos;

/// <summary>Services that have been down for twenty minutes when somebody promises that they are not, so that all tiers rise at once.</summary>
internal static class ShopsThatAreDown
{
    private static readonly string[] Tiers = ["page_fast", "page_slow", "ticket_fast", "ticket_slow"];

    /// <summary>What alerts of SLOs are about, over or not, where tests read the tables.</summary>
    public const string Raised =
        "SELECT substr(identity, 7) FROM alerts a JOIN incidents i ON i.id = a.incident_id WHERE a.source = 'slo' AND identity LIKE 'slo:-:%'";

    /// <summary>One for each tier of each of the first shops, in order.</summary>
    public static IEnumerable<string> Expected(int shops) => Enumerable.Range(0, shops)
        .SelectMany(shop => Tiers.Select(tier => $"slo:slo-{shop}:{tier}")).Order(StringComparer.Ordinal);

    public static async Task GoesDownAsync(HttpClient http, int shop)
    {
        var began = DateTimeOffset.UtcNow.AddMinutes(-20).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        using var answer = await http.PostAsJsonAsync("webhook?source=alertmanager", new
        {
            version = "4",
            alerts = new[]
            {
                new
                {
                    status = "firing", labels = new { alertname = "Down", severity = "critical", service = $"shop-{shop}" }, startsAt = began,
                    fingerprint = $"shop-{shop}",
                },
            },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What is put is looked at at once, and all others with it. Who is told to try again does.</summary>
    public static Task PromiseAsync(HttpClient http, params int[] shops) => Poll.UntilAsync("the promises to be taken", async () =>
    {
        using var answer = await http.PostAsJsonAsync("slo", new
        {
            slos = shops.Select(shop => new { name = $"slo-{shop}", service = $"shop-{shop}", target = 0.9995 }),
        });
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return false;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return true;
    });

    /// <summary>Since the process started.</summary>
    public static async Task<int> LooksAsync(HttpClient http)
    {
        var metrics = await http.GetStringAsync("metrics");
        var line = metrics.Split('\n').FirstOrDefault(one => one.StartsWith("ai_sre_slo_evaluations_total{result=\"ok\"}", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
