using System.Globalization;
using System.Text;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Prometheus;

/// <summary>A real Alertmanager that sends its webhooks to a real server.</summary>
public class AlertmanagerTests
{
    [Fact]
    public async Task Alerts_open_repeat_and_resolve_one_by_one()
    {
        RequiredServers.Require(ServerPrograms.Alertmanager);
        await using var silo = await SiloProcess.StartAsync();
        await using var alertmanager = await AlertmanagerProcess.StartAsync(
            new Uri(silo.Address, "webhook?source=alertmanager"), repeatInterval: "3s");
        var watched = new Watched(silo);

        await SendAsync(alertmanager, "api-1", "api-2");
        var opened = await watched.IncidentsAsync((Title("api-1"), "open"), (Title("api-2"), "open"));
        Assert.All(opened, incident => Assert.Equal("critical", incident.Severity));

        // Nothing changes, and the group comes again after the repeat interval.
        await watched.CountsAsync(atLeast: 3);
        await watched.IncidentsAsync((Title("api-1"), "open"), (Title("api-2"), "open"));

        // A third alert makes Alertmanager send the whole group again.
        await SendAsync(alertmanager, "api-3");
        await watched.IncidentsAsync((Title("api-1"), "open"), (Title("api-2"), "open"), (Title("api-3"), "open"));

        // The envelope still says "firing" when one of three has resolved.
        await ResolveAsync(alertmanager, "api-2");
        await watched.IncidentsAsync((Title("api-1"), "open"), (Title("api-2"), "resolved"), (Title("api-3"), "open"));

        await ResolveAsync(alertmanager, "api-1", "api-3");
        var resolved = await watched.IncidentsAsync((Title("api-1"), "resolved"), (Title("api-2"), "resolved"), (Title("api-3"), "resolved"));
        Assert.Superset(opened.Select(incident => incident.Id).ToHashSet(), resolved.Select(incident => incident.Id).ToHashSet());
    }

    [Fact]
    public async Task What_fires_while_the_server_is_away_opens_when_it_is_back()
    {
        RequiredServers.Require(ServerPrograms.Alertmanager);
        await using var silo = await SiloProcess.StartAsync();
        await using var alertmanager = await AlertmanagerProcess.StartAsync(
            new Uri(silo.Address, "webhook?source=alertmanager"), repeatInterval: "3s");
        var watched = new Watched(silo);
        await SendAsync(alertmanager, "api-1");
        var before = await watched.IncidentsAsync((Title("api-1"), "open"));

        await silo.KillAsync();
        await SendAsync(alertmanager, "api-2");
        await silo.RestartAsync();

        var after = await watched.IncidentsAsync((Title("api-1"), "open"), (Title("api-2"), "open"));
        Assert.Contains(after, incident => incident.Id == before[0].Id);
    }

    private static string Title(string pod) => $"{pod} is crash looping";

    private static Task SendAsync(AlertmanagerProcess alertmanager, params string[] pods) => PostAsync(alertmanager, pods, endsAt: null);

    private static Task ResolveAsync(AlertmanagerProcess alertmanager, params string[] pods) =>
        PostAsync(alertmanager, pods, TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));

    private static async Task PostAsync(AlertmanagerProcess alertmanager, string[] pods, string? endsAt)
    {
        var alerts = pods.Select(pod => new
        {
            labels = new { alertname = "PodCrashLooping", severity = "critical", @namespace = "production", service = "api", pod },
            annotations = new { summary = Title(pod) },
            endsAt = endsAt ?? TimeProvider.System.GetUtcNow().AddHours(1).ToString("O", CultureInfo.InvariantCulture),
        });
        using var content = new StringContent(JsonSerializer.Serialize(alerts), Encoding.UTF8, "application/json");
        using var response = await alertmanager.Http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }
}
