using System.Net.Http.Json;
using System.Text.Json;

namespace AiSre.Benchmarks.Pages;

/// <summary>Critical incidents that have nothing to do with one another, so that each of them pages.</summary>
internal static class LoneIncidents
{
    private const int PerRequest = 100;
    private static int last;

    public static async Task OpenAsync(HttpClient http, int count)
    {
        for (var opened = 0; opened < count; opened += PerRequest)
        {
            var alerts = Enumerable.Range(0, Math.Min(PerRequest, count - opened)).Select(_ => ++last).Select(number => new
            {
                labels = new { alertname = "JobFails", service = $"job-{number}", @namespace = $"batch-{number}", severity = "critical" },
                annotations = new { summary = $"Job {number} fails" },
                generatorURL = "http://prometheus:9090/graph",
            });
            using var answer = await http.PostAsJsonAsync(new Uri("api/v2/alerts", UriKind.Relative), alerts);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <returns>Its incident.</returns>
    public static async Task<string> OpenOneAsync(HttpClient http)
    {
        var number = ++last;
        using var answer = await http.PostAsJsonAsync(
            new Uri("webhook", UriKind.Relative),
                new { title = $"Job {number} fails", severity = "critical", service = $"job-{number}", dedup_key = $"job-{number}" });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("incident_id").GetString()!;
    }
}
