using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Backup;

/// <summary>Puts everything into a server that a person would miss, and reads it again.</summary>
internal static class FullHouse
{
    /// <summary>
    /// Definitions, an override, silences, a heartbeat, a deploy, incidents with an acknowledgement, and a page that nobody takes yet.
    /// </summary>
    /// <param name="silo">The server.</param>
    /// <param name="pager">Where pages go.</param>
    /// <returns>The incident that must be told.</returns>
    public static async Task<string> FillAsync(SiloProcess silo, string pager)
    {
        var http = silo.Http;
        var soon = TimeProvider.System.GetUtcNow().AddDays(1);
        await SendAsync(http.PutAsync("definitions", new StringContent($$"""
            users: {grace: {email: grace@example.com}, heidi: {email: heidi@example.com} }
            teams: {shipping: {services: ["*"], time_zone: UTC, layers: [{name: all, members: [grace], every: 1w}]} }
            default: {levels: [{after_minutes: 0, targets: ["user:grace"], channels: [pager]}], repeat: 0}
            channels: {pager: {type: webhook, url: "{{pager}}/pager"} }
            """, Encoding.UTF8, "application/yaml")));
        await SendAsync(http.PostAsJsonAsync("oncall/overrides",
            new { team = "shipping", user = "heidi", from = $"{soon:yyyy-MM-dd}T08:00", to = $"{soon:yyyy-MM-dd}T20:00", time_zone = "UTC" }));
        await SendAsync(http.PostAsJsonAsync("silences", new
        {
            matchers = new[] { new { name = "service", value = "printer", is_regex = false } }, comment = "Toner", ends_at = soon.AddDays(30),
        }));
        await SendAsync(http.PutAsJsonAsync("heartbeats/nightly-export", new { interval_seconds = 86_400, grace_seconds = 3_600 }));
        await SendAsync(http.PostAsJsonAsync("webhook/deploy", new { service = "belt-3", deploy_id = "firmware-7", actor = "grace" }));
        var acknowledged = await OpenAsync(http, "Belt three stands still", "warning", "belt-3");
        await SendAsync(http.PostAsJsonAsync($"incidents/{acknowledged}/acknowledge", new { }));
        return await OpenAsync(http, "No labels are printed", "critical", "labels");
    }

    /// <summary>What must be the same afterwards, as text.</summary>
    public static async Task<string[]> ReadAsync(SiloProcess silo) => await Task.WhenAll(
        new[] { "definitions", "oncall/overrides", "silences", "heartbeats", "incidents", "activity", "webhook/deploy/recent" }.Select(async path =>
        {
            using var answer = await silo.Http.GetAsync(path);
            answer.EnsureSuccessStatusCode();
            return $"{path}: {await answer.Content.ReadAsStringAsync()}";
        }));

    private static async Task<string> OpenAsync(HttpClient http, string title, string severity, string service) =>
        (await SendAsync(http.PostAsJsonAsync("webhook", new { title, severity, service, dedup_key = service })))
            .GetProperty("incident_id").GetString()!;

    private static async Task<JsonElement> SendAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri}: {answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}
