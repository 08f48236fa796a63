using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Platform;

/// <summary>What a person reads first.</summary>
public sealed class StartLinesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_says_where_it_listens_where_the_data_is_and_what_is_missing_and_pages_into_its_log()
    {
        await using var silo = await SiloProcess.StartAsync();
        await Poll.UntilAsync("the lines", () => Task.FromResult(silo.Log.Contains("Not configured", StringComparison.Ordinal)),
            onTimeout: () => silo.Log);
        var lines = silo.Log.Split('\n').Select(line => line.Trim()).ToList();
        var first = lines.FindIndex(line => line.StartsWith("AI-SRE listens at ", StringComparison.Ordinal));
        Assert.Contains($"{silo.Address.GetLeftPart(UriPartial.Authority)}, described at /docs", lines[first], StringComparison.Ordinal);
        Assert.Equal($"Data: SQLite in {silo.DataDirectory}; spool in {silo.SpoolFile}", lines[first + 1]);
        Assert.Equal(
            "Not configured: AI_SRE_API_KEYS (dev mode: whoever reaches the port is admin); notifications (log only); " +
            "AI_SRE_PUBLIC_URL (links begin with http://localhost:8888)", lines[first + 2]);
        Assert.DoesNotContain("Now listening", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("AI_SRE_PUBLIC_URL is not set", silo.Log, StringComparison.Ordinal);

        using var health = await silo.Http.GetAsync(new Uri(silo.Address, "health"), Cancel);
        var body = JsonElement.Parse(await health.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("notifications: log only", body.GetProperty("details")[0].GetString());

        using var alert = new StringContent("""{"title": "Disk full on db-1", "severity": "critical", "service": "db"}""");
        using var answer = await silo.Http.PostAsync(new Uri(silo.Address, "webhook"), alert, Cancel);
        Assert.True(answer.IsSuccessStatusCode);
        await Poll.UntilAsync("the page", () => Task.FromResult(silo.Log.Contains("Notification opened inc-", StringComparison.Ordinal)),
            onTimeout: () => silo.Log);
        Assert.Contains("CRITICAL: Disk full on db-1", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_to_others_without_an_address_for_links_it_warns_and_it_never_calls_itself_Production_when_nobody_else_has()
    {
        await using var silo = SiloProcess.StartWithoutWaiting(new SiloSettings
        {
            Environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "", ["ASPNETCORE_URLS"] = $"http://+:{FreePort.Next()}", ["AI_SRE_ALLOW_DEV_MODE"] = "true",
            },
        });
        await Poll.UntilAsync("the lines", () => Task.FromResult(silo.Log.Contains("Not configured", StringComparison.Ordinal)),
            onTimeout: () => silo.Log);
        Assert.Contains("AI_SRE_PUBLIC_URL is not set: links in messages begin with http://localhost:8888", silo.Log, StringComparison.Ordinal);
        Assert.Contains("DEV MODE", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Production", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_JSON_they_are_one_event_and_a_password_is_not_in_it()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string>
            {
                ["AI_SRE_LOG_FORMAT"] = "json", ["AI_SRE_API_KEYS"] = "root=0123456789abcdef01234567:admin",
                    ["AI_SRE_PUBLIC_URL"] = "https://sre.example.com",
            },
        });
        await Poll.UntilAsync("the event", () => Task.FromResult(silo.Log.Contains("Not configured", StringComparison.Ordinal)),
            onTimeout: () => silo.Log);
        var line = Assert.Single(silo.Log.Split('\n'), line => line.Contains("Not configured", StringComparison.Ordinal));
        var state = JsonElement.Parse(line).GetProperty("State");
        Assert.Equal("notifications (log only)", state.GetProperty("NotConfigured").GetString());
        Assert.StartsWith("SQLite in ", state.GetProperty("Data").GetString(), StringComparison.Ordinal);
    }
}
