using System.Net.Http.Json;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>Alerts that page nobody, each for a reason of its own, and docs/paged-nobody.md finds each.</summary>
public sealed class PagedNobodyTests(BrokenShop shop) : IClassFixture<BrokenShop>
{
    private readonly SiloProcess silo = shop.Silo;

    [Fact]
    public async Task A_token_that_was_revoked_is_said_aloud_and_found()
    {
        await shop.OpenAsync("checkout");
        await Poll.UntilAsync(
            "the log to say it unasked",
            () => silo.Log.Contains("are given up: Slack refused: token_revoked", StringComparison.Ordinal)
                && silo.Log.Contains("A page has reached nobody", StringComparison.Ordinal),
            onTimeout: () => silo.Log);
        await UntilEscalationSaysAsync("checkout", "unreached");
        await UntilHealthSaysAsync("a page reached nobody");
        var found = await ReadAsync("checkout");
        Assert.Contains("\"notifications\":\"degraded\"", found[0], StringComparison.Ordinal);
        Assert.Contains("a page reached nobody at", found[0], StringComparison.Ordinal);
        Assert.Contains("\"severity\":\"critical\"", found[1], StringComparison.Ordinal);
        Assert.Contains("\"status\":", found[3], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"unreached\",\"persons\":[\"dana\"],\"channels\":[\"slack\"]", found[4], StringComparison.Ordinal);
        Assert.Contains("\"address\":\"U0000000001\"", found[5], StringComparison.Ordinal);
        Assert.Contains("\"status\":\"dead\",\"attempts\":1,\"error\":\"Slack refused: token_revoked\"", found[5], StringComparison.Ordinal);
        Assert.Contains("\"last_error\":\"Slack refused: token_revoked\"", found[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_in_the_rotation_is_found()
    {
        await shop.OpenAsync("search");
        await UntilEscalationSaysAsync("search", "nobody");
        var found = await ReadAsync("search");
        Assert.Contains("\"outcome\":\"nobody\"", found[4], StringComparison.Ordinal);
        Assert.Contains("nobody is on call", found[4], StringComparison.Ordinal);
        Assert.Contains("\"team\":\"gap\",\"oncall\":null", found[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_is_found()
    {
        await BrokenShop.SendAsync(silo.Http.PostAsJsonAsync("silences", new
        {
            matchers = new[] { new { name = "service", value = "mail" } }, comment = "move", ends_at = TimeProvider.System.GetUtcNow().AddHours(2),
        }));
        await shop.OpenAsync("mail");
        await UntilEscalationSaysAsync("mail", "silenced");
        Assert.Contains("\"status\":\"held\",\"held_by\":\"silenced\"", (await ReadAsync("mail"))[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_whose_key_is_wrong_and_a_body_that_cannot_be_read_are_found()
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        http.DefaultRequestHeaders.Add("X-API-Key", "a-key-that-was-revoked-last-week");
        using (var refused = await http.PostAsJsonAsync("webhook?source=alertmanager", new { alerts = Array.Empty<object>() }))
            Assert.Equal(401, (int)refused.StatusCode);
        await BrokenShop.SendAsync(silo.Http.PostAsync("webhook?source=alertmanager", new StringContent("""
            {"version": "4", "status": "firing", "alerts": ["nonsense",
             {"status": "firing", "fingerprint": "f1", "labels": {"alertname": "Other", "service": "other"}}]}
            """)));
        await Poll.UntilAsync(
            "the line", () => silo.Log.Contains("A sender is refused with 401", StringComparison.Ordinal), onTimeout: () => silo.Log);
        // There is no incident, so the reader goes no further than the second step.
        var found = await ReadAsync("ghost", 3);
        Assert.Equal("", found[1].Trim());
        Assert.Contains("""ai_sre_ingest_refused_total{status="401",source="alertmanager"} 1""", found[2], StringComparison.Ordinal);
        Assert.Contains("A sender is refused with 401", found[2], StringComparison.Ordinal);
        Assert.Contains("\"source\":\"alertmanager\",\"error\":", found[2], StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string service, int steps = int.MaxValue)
    {
        using var newcomer = new Newcomer();
        newcomer.With(silo).With("KEY", BrokenShop.Key).With("SERVICE", service).With("LOG", newcomer.Write("ai-sre.log", silo.Log));
        return await newcomer.PasteAsync(PageCommands.Of("docs/paged-nobody.md").Take(steps));
    }

    /// <summary>An answer of its is kept for a second.</summary>
    private Task UntilHealthSaysAsync(string words) => Poll.UntilAsync(
        $"the health to say {words}",
        async () => (await silo.Http.GetStringAsync("health")).Contains(words, StringComparison.Ordinal), onTimeout: () => silo.Log);

    private Task UntilEscalationSaysAsync(string service, string word) => Poll.UntilAsync($"the escalation to say {word}", async () =>
    {
        var open = await silo.Http.GetFromJsonAsync<JsonElement>($"incidents?service={service}");
        var detail = await silo.Http.GetFromJsonAsync<JsonElement>($"incidents/{open.GetProperty("incidents")[0].GetProperty("id").GetString()}");
        return detail.GetProperty("incident").TryGetProperty("escalation", out var escalation)
            && escalation.ToString().Contains($"\"{word}\"", StringComparison.Ordinal);
    }, onTimeout: () => silo.Log);
}
