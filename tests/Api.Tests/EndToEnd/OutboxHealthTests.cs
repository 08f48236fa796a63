using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What is seen of messages that wait. In a process of its own, because every silo of a process measures into the same metrics.</summary>
public sealed class OutboxHealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_and_metrics_say_how_long_messages_wait()
    {
        await using var silo = await SiloProcess.StartAsync();
        await SaysAsync(silo, "not_configured");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        StoredMessages.Put(silo.LedgerFile, "ws-1", "waits", "inc-1", status: 0, at: now - 120_000);
        await Poll.UntilAsync("a message that waits for two minutes to be seen", async () => await HealthAsync(silo) == "degraded");
        StoredMessages.Put(silo.LedgerFile, "ws-1", "stuck", "inc-1", status: 0, at: now - 700_000);
        await Poll.UntilAsync("a message that waits for twelve minutes to be seen", async () => await HealthAsync(silo) == "failed");
        var lines = (await silo.Http.GetStringAsync("/metrics", Cancel)).Split('\n');
        Assert.Contains("ai_sre_outbox_pending 2", lines);
        Assert.Matches(@"^ai_sre_outbox_oldest_seconds [7-9]\d\d",
            Assert.Single(lines, line => line.StartsWith("ai_sre_outbox_oldest_seconds ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_silo_that_has_just_started_knows_that_some_workspace_tells_somebody()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var put = new HttpRequestMessage(HttpMethod.Put, "/definitions");
        put.Headers.Add("X-Workspace-Id", "shop");
        put.Content = new StringContent("routes: {default_rules: {critical: [log]}}", Encoding.UTF8, "application/yaml");
        using (var answer = await silo.Http.SendAsync(put, Cancel)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await silo.KillAsync();
        await silo.RestartAsync();
        await SaysAsync(silo, "ok");
    }

    /// <summary>A first look may take longer than it is given, and has failed then.</summary>
    private static Task SaysAsync(SiloProcess silo, string state) => Poll.UntilAsync(
        $"health to say {state}", async () => await HealthAsync(silo) == state, onTimeout: () => silo.Log);

    /// <summary>Whatever the status says: something that failed is 503.</summary>
    private static async Task<string?> HealthAsync(SiloProcess silo)
    {
        using var answer = await silo.Http.GetAsync("/health", Cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).At("checks").Text("notifications");
    }
}
