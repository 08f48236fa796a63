using AiSre.Api.Edge;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.Mcp;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What a workspace may send: with one alert a minute, one delivery, and nothing more while a test runs.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private readonly SaidQuotas quotas = new() { ["ws-zoo"] = new() { AlertsPerMinute = 1 } };
    private EmbeddedHost host = null!;

    public async ValueTask InitializeAsync() =>
        host = await EmbeddedHost.StartWithAsync(services => services.AddSingleton<IQuotas>(quotas));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Of_a_delivery_beyond_the_quota_nothing_is_taken_and_the_senders_of_others_go_on()
    {
        await SentAsync(EdgeHost.Zoe, Alerts("first", 10));
        using var refused = await SendAsync(EdgeHost.Zoe, Alerts("second", 10));
        var problem = await refused.ProblemAsync(429, "rate_limited");
        Assert.Contains("1 alerts a minute", problem.Text("detail"), StringComparison.Ordinal);
        Assert.NotNull(refused.Header("Retry-After"));
        Assert.Equal(10, await IncidentsAsync("ws-zoo"));

        await SentAsync(EdgeHost.Acme, Alerts("third", 50));
        await SentAsync(EdgeHost.Root, Alerts("fourth", 50), "ws-zoo");
        Assert.Equal((60, 50), (await IncidentsAsync("ws-zoo"), await IncidentsAsync("ws-acme")));
    }

    [Fact]
    public async Task A_body_that_is_taken_in_parts_is_counted_as_a_whole()
    {
        await SentAsync(EdgeHost.Zoe, Alerts("a", 1));
        using var refused = await SendAsync(EdgeHost.Zoe, Alerts("b", 2_500));
        await refused.ProblemAsync(429, "rate_limited");
        Assert.Equal(1, await IncidentsAsync("ws-zoo"));
    }

    [Fact]
    public async Task An_operation_that_somebody_asks_for_from_inside_is_counted_as_what_it_is()
    {
        await using var limited = await EmbeddedHost.StartAloneAsync(EdgeHost.Keys, ("AI_SRE_RATE_QUESTIONS", "1"));
        using var sent = await limited.SendAsync(HttpMethod.Post, "/webhook", """{"title":"x"}""", "ws-bot");
        var id = (await sent.JsonAsync()).Text("incident_id");
        var path = $"/incidents/{id}/diagnosis";
        Assert.Equal(200, (int)(await limited.SendAsync(HttpMethod.Get, path, workspace: "ws-bot")).StatusCode);
        using var again = await limited.SendAsync(HttpMethod.Get, path, workspace: "ws-bot");
        await again.ProblemAsync(429, "rate_limited");

        await using var assistant = await McpVisitor.ConnectAsync(limited, "ws-bot");
        var (isRefused, json) = await assistant.CallAsync("get_incident_diagnosis", ("incidentId", id));
        Assert.Equal((true, "rate_limited"), (isRefused, json.Text("error")));
    }

    private static string Alerts(string name, int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(i =>
        $$"""{"title":"{{name}} {{i}} {{Guid.NewGuid():n}}","dedup_key":"{{name}}-{{i}}","service":"s-{{i}}"}"""))}]";

    private Task<HttpResponseMessage> SendAsync(string key, string body, string? workspace = null) =>
        host.SendAsync(HttpMethod.Post, "/webhook", body, workspace, key);

    private async Task SentAsync(string key, string body, string? workspace = null)
    {
        using var answer = await SendAsync(key, body, workspace);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<int> IncidentsAsync(string workspace)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/incidents?limit=100", workspace: workspace);
        return (await answer.JsonAsync()).GetProperty("incidents").GetArrayLength();
    }
}
