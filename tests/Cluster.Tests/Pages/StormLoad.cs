using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>
/// Ten thousand alerts that are all new: 50 services with 192 each, so that each service is one group, and 400 jobs that have nothing to do with one
/// another, all of them in the first half. A hundred come at once, every 450 ms.
/// </summary>
internal sealed class StormLoad(HttpClient http)
{
    public const int Incidents = 10_000;

    /// <summary>The services and the jobs.</summary>
    public const int Groups = 450;

    private const int PerPayload = 100;
    private const int Services = 50;
    private const int JobsPerPayload = 8;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(450);

    /// <summary>Of the first of each service, which leads its group.</summary>
    private static readonly string[] Leaders = ["critical", "high", "warning", "info", "warning"];

    private static readonly string[] Usual = ["high", "warning", "info"];
    private int member;
    private int job;

    /// <summary>Returns when the last was taken.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        for (var payload = 0; payload < Incidents / PerPayload; payload++)
        {
            var jobs = payload < Incidents / PerPayload / 2 ? JobsPerPayload : 0;
            var alerts = Enumerable.Range(0, PerPayload).Select(i => i < jobs ? Job(this.job++) : Member(member++));
            using var answer = await http.PostAsync(
                new Uri("api/v2/alerts", UriKind.Relative), new StringContent($"[{string.Join(',', alerts)}]", Encoding.UTF8, "application/json"),
                    cancellation);
            // What a slow commit has left in the spool is taken as well.
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{answer.StatusCode}");
            var ahead = Pace * (payload + 1) - clock.Elapsed;
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, cancellation);
        }
    }

    /// <summary>Something critical in another workspace. As a sender does: the same again, until it is known what became of it.</summary>
    /// <returns>Its incident.</returns>
    public Task<string> OpenAsync(string workspace, int number, CancellationToken cancellation) => Poll.ForAsync<string>(
        $"turbine {number} to have an incident", () => TryOpenAsync(workspace, number, cancellation), every: TimeSpan.FromMilliseconds(500));

    /// <summary>Null where it waits in the spool, or was not taken in time.</summary>
    private async Task<string?> TryOpenAsync(string workspace, int number, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("webhook", UriKind.Relative));
        request.Headers.Add("X-Workspace-Id", workspace);
        request.Content =
            JsonContent.Create(new { title = $"Turbine {number} has stopped", severity = "critical", service = $"turbine-{number}",
                dedup_key = $"turbine-{number}" });
        using var answer = await http.SendAsync(request, cancellation);
        if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable) return null;
        Assert.Equal(200, (int)answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("incident_id").GetString();
    }

    private static string Member(int number)
    {
        var (service, round) = (number % Services, number / Services);
        var severity = round == 0 ? Leaders[service % Leaders.Length] : round % 10 == 3 ? "critical" : Usual[(service + round) % Usual.Length];
        return Alert("PodFails", $"service-{service}", $"team-{service}", $"service-{service}-{round}", severity);
    }

    private static string Job(int number) =>
        Alert("JobFails", $"job-{number}", $"batch-{number}", $"job-{number}-1",
            number % 20 == 0 ? "critical" : number % 2 == 0 ? "high" : "warning");

    private static string Alert(string name, string service, string area, string pod, string severity) => string.Create(
        CultureInfo.InvariantCulture, $$"""
        {"labels":{"alertname":"{{name}}","cluster":"eu-west-1","namespace":"{{area}}","service":"{{service}}","pod":"{{pod}}","severity":"{{severity}}"},
        "annotations":{"summary":"{{name}} on {{pod}}"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","generatorURL":"http://prometheus:9090/graph"}
        """);
}
