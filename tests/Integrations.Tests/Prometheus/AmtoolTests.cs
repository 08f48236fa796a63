using System.Net.Http.Json;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Prometheus;

/// <summary>Whoever silences with amtool today goes on with it.</summary>
public sealed class AmtoolTests
{
    [Fact]
    public async Task Amtool_adds_finds_changes_and_expires_silences_and_they_survive_a_kill()
    {
        RequiredServers.Require(Amtool.Program);
        await using var silo = await SiloProcess.StartAsync();
        var id = await Amtool.RunAsync(
            silo, "silence", "add", "alertname=HighCpu", "service=~pay.*", "team!=gold", "--author=dave", "--comment=new disks", "--duration=2h");
        Assert.StartsWith("sil-", id, StringComparison.Ordinal);
        Assert.Equal(id, await Amtool.RunAsync(silo, "silence", "query", "-q"));
        Assert.Equal(id, await Amtool.RunAsync(silo, "silence", "query", "-q", "alertname=HighCpu"));
        Assert.Empty(await Amtool.RunAsync(silo, "silence", "query", "-q", "alertname=Other"));
        var table = await Amtool.RunAsync(silo, "silence", "query");
        Assert.Contains("dave", table, StringComparison.Ordinal);
        Assert.Contains("new disks", table, StringComparison.Ordinal);

        var incident = await OpenAsync(silo, "HighCpu", "payments", "silver");
        Assert.Equal(id, incident.GetProperty("silenced").GetProperty("silence_id").GetString());
        Assert.Equal(JsonValueKind.Null, (await OpenAsync(silo, "HighCpu", "payments-eu", "gold")).GetProperty("silenced").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await OpenAsync(silo, "HighCpu", "search", "silver")).GetProperty("silenced").ValueKind);
        using var declared = await silo.Http.PutAsJsonAsync(
            new Uri("heartbeats/nightly", UriKind.Relative), new { interval_seconds = 3_600 }, TestContext.Current.CancellationToken);
        declared.EnsureSuccessStatusCode();

        await silo.KillAsync();
        await silo.RestartAsync();
        Assert.Equal(id, await Amtool.RunAsync(silo, "silence", "query", "-q", "service=~pay.*"));
        var hearts = await silo.Http.GetFromJsonAsync<JsonElement>(new Uri("heartbeats", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(3_600, hearts.GetProperty("heartbeats")[0].GetProperty("interval_seconds").GetInt32());

        Assert.Contains(id, await Amtool.RunAsync(silo, "silence", "update", "--comment=more disks", id), StringComparison.Ordinal);
        Assert.Contains("more disks", await Amtool.RunAsync(silo, "silence", "query"), StringComparison.Ordinal);
        await Amtool.RunAsync(silo, "silence", "expire", id);
        Assert.Empty(await Amtool.RunAsync(silo, "silence", "query", "-q"));
        Assert.Equal(id, await Amtool.RunAsync(silo, "silence", "query", "-q", "--expired"));
        await Poll.UntilAsync(
            "the incident to be told of again", async () =>
            (await DetailAsync(silo, incident.GetProperty("id").GetString()!)).GetProperty("silenced").ValueKind is JsonValueKind.Null);
    }

    /// <summary>As docs/coming-from.md says it. Without <c>--force</c> amtool keeps the id, and there is no such silence here.</summary>
    [Fact]
    public async Task Silences_of_an_Alertmanager_are_copied()
    {
        RequiredServers.Require(Amtool.Program);
        await using var silo = await SiloProcess.StartAsync();
        using var folder = new TempFolder();
        var file = folder.Write("silences.json", $$"""
            [
              {
                "id": "4c3b2a10-1111-4222-8333-444455556666", "status": {"state": "active"}, "updatedAt": "2026-01-01T00:00:00.000Z",
                "comment": "new disks", "createdBy": "dave",
                "startsAt": "2026-01-01T00:00:00.000Z", "endsAt": "{{DateTimeOffset.UtcNow.AddHours(2):yyyy-MM-ddTHH:mm:ss.fffZ}}",
                "matchers": [{"isEqual": true, "isRegex": false, "name": "service", "value": "payments"}]
              }
            ]
            """);
        var id = await Amtool.RunAsync(silo, "silence", "import", "--force", file);
        Assert.StartsWith("sil-", id, StringComparison.Ordinal);
        Assert.Equal(id, await Amtool.RunAsync(silo, "silence", "query", "-q", "service=payments"));
    }

    private static async Task<JsonElement> OpenAsync(SiloProcess silo, string name, string service, string team)
    {
        using var answer = await silo.Http.PostAsJsonAsync(
            new Uri("webhook", UriKind.Relative),
                new { title = $"{service} {team}", dedup_key = $"{service}-{team}", service, labels = new { alertname = name, team } },
            TestContext.Current.CancellationToken);
        var sent = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return await DetailAsync(silo, sent.GetProperty("incident_id").GetString()!);
    }

    private static async Task<JsonElement> DetailAsync(SiloProcess silo, string id) =>
        (await silo.Http.GetFromJsonAsync<JsonElement>(new Uri($"incidents/{id}", UriKind.Relative), TestContext.Current.CancellationToken))
            .GetProperty("incident");
}
