using AiSre.Benchmarks.Load;
using AiSre.TestHost;

namespace AiSre.Benchmarks.Tabs;

/// <summary>Many incidents, all of them open.</summary>
internal static class OpenIncidents
{
    private const int AlertsPerRequest = 100;
    private const int Services = 400;

    /// <returns>One of them.</returns>
    public static async Task<string> CreateAsync(SiloProcess silo, int count)
    {
        for (var sent = 0; sent < count; sent += AlertsPerRequest)
        {
            var first = sent;
            var alerts = Enumerable.Range(first, AlertsPerRequest).Select(i => KubernetesAlert.Json(i % Services, $"tab{i}key"));
            using var content = new StringContent($"[{string.Join(',', alerts)}]", null, "application/json");
            using var response = await silo.Http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
        }
        var list = await silo.Http.GetStringAsync(new Uri("incidents?limit=1", UriKind.Relative));
        var at = list.IndexOf("\"inc-", StringComparison.Ordinal) + 1;
        return list[at..list.IndexOf('"', at)];
    }
}
