using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.Cluster.Tests.Pages;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Clock;

/// <summary>
/// Somebody sets the machine's clock, back and forth, while alerts come in: all of them are taken, and who must be told is told when it was due.
/// Beside the other tests, because most of it is waiting for the step that is due in a minute.
/// </summary>
[Collection(BesideTheOthers.Name)]
public sealed class ClockTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>A cluster beside another one that a test kills: it must not take the machine away from that.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(400);

    private readonly TempFolder folder = new();
    private FakedClock clock = null!;
    private PageRecorder recorder = null!;

    public async ValueTask InitializeAsync()
    {
        if (FakedClock.Library is null)
        {
            const string Missing = "faketime is not installed: apt-get install faketime, or run ./test";
            if (Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") Assert.Fail(Missing);
            Assert.Skip(Missing);
        }
        clock = new FakedClock();
        recorder = await PageRecorder.StartAsync();
        PageConfig.ThreeSteps(folder, recorder, ["pager"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (recorder is not null) await recorder.DisposeAsync();
        clock?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Steps_of_a_minute_to_three_days_cost_no_alert_and_delay_no_page()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string>(clock.Environment) { ["AI_SRE_CONFIG_DIR"] = folder.Path },
        });
        await using var load = new NewServices(_ => silo.Http);
        var early = await load.OpenAsync("critical", () => silo.Log);
        await ToldAsync(early, "dave", silo);
        var opened = TimeProvider.System.GetTimestamp();

        foreach (var back in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(20), TimeSpan.FromDays(3) })
        {
            clock.Set(-back);
            await SaidAsync(silo, "alarms", "degraded", "clock went back");
            await load.PassAsync(100, () => silo.Log);
        }
        clock.Set(TimeSpan.Zero);
        await SaidAsync(silo, "alarms", "ok", null);
        clock.Set(TimeSpan.FromDays(-1));
        var late = await load.OpenAsync("critical", () => silo.Log);
        await ToldAsync(late, "dave", silo);
        await ToldAsync(early, "eve", silo);
        var after = TimeProvider.System.GetElapsedTime(opened);
        output.WriteLine($"the second step after {after}");
        Assert.True(after > TimeSpan.FromSeconds(45), $"The second step, due after a minute, was told after {after}.");

        clock.Set(TimeSpan.FromDays(3));
        await load.PassAsync(100, () => silo.Log);
        clock.Set(TimeSpan.Zero);
        await SaidAsync(silo, "alarms", "degraded", "clock went back");
        await load.PassAsync(100, () => silo.Log);
        await VerifyAsync(load, silo.Http, silo.Log);
        var pages = recorder.Pages.ToList();
        Assert.Equal(pages.Count, pages.DistinctBy(page => page.Key).Count());
    }

    /// <summary>
    /// The steps of its clock are news to one silo only: grains move between two that do not agree on the time, and stamps of the two meet in the
    /// database.
    /// </summary>
    [Fact]
    public async Task Steps_of_one_of_two_silos_cost_no_alert_and_nobody_a_page()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var cluster = await ClusterProcesses.StartAsync(new ClusterLayout
        {
            Apis = 1,
            Environment = new Dictionary<string, string>
            {
                ["AI_SRE_CONFIG_DIR"] = folder.Path,
                // Under a faked clock whatever a thread waits for with a limit of time runs into it.
                ["AI_SRE_POSTGRES"] = $"{postgres.ConnectionString()};Timeout=0;Command Timeout=0",
            },
        });
        var stepping = cluster.Silos[1];
        await stepping.TerminateAsync(Poll.Patience);
        await stepping.RestartAsync(clock.Environment);
        await stepping.WaitUntilReadyAsync();
        // Until the API and both silos have found one another again.
        await using (var first = new NewServices(_ => cluster.Apis[0].Http, Calm)) await first.PassAsync(40, () => cluster.Log);
        await using var load = new NewServices(_ => cluster.Apis[0].Http, Calm);
        var early = new List<string>();
        string Log() => cluster.Log;

        // Of so many incidents both silos have some.
        for (var i = 0; i < 8; i++) early.Add(await load.OpenAsync("critical", Log));
        foreach (var incident in early) await ToldAsync(incident, "dave", Log);
        foreach (var step in new[] { -1.0, -20, -60 * 24 * 3, 0, -60 * 24, 60 * 24 * 3, 0 })
        {
            clock.Set(TimeSpan.FromMinutes(step));
            // The offset is looked at once a second.
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            await load.PassAsync(30, Log);
        }
        var late = await load.OpenAsync("critical", Log);
        await ToldAsync(late, "dave", Log);
        foreach (var incident in early) await ToldAsync(incident, "eve", Log);
        // Where the machine is busy a call between two silos may run into its limit: its sender sends again.
        load.Refusals.Clear();
        await VerifyAsync(load, cluster.Apis[0].Http, cluster.Log);
        var pages = recorder.Pages.ToList();
        Assert.Equal(pages.Count, pages.DistinctBy(page => page.Key).Count());
    }

    private bool IsTold(string incident, string person) => recorder.Pages.Any(page =>
        page.Body.GetProperty("incident_id").GetString() == incident
        && page.Body.GetProperty("recipients").EnumerateArray().Any(recipient => recipient.GetString() == person));

    private Task ToldAsync(string incident, string person, SiloProcess silo) => ToldAsync(
        incident, person, () => $"{silo.Http.GetStringAsync($"incidents/{incident}/notifications").Result}\n{silo.Log}");

    private Task ToldAsync(string incident, string person, Func<string> log) =>
        Poll.UntilAsync($"{person} to be told of {incident}", () => IsTold(incident, person), TimeSpan.FromSeconds(100), log);

    private static Task SaidAsync(SiloProcess silo, string check, string state, string? detail) => Poll.UntilAsync(
        $"/health to say {check}: {state}",
        async () =>
        {
            var health = await silo.Http.GetFromJsonAsync<JsonElement>("health");
            var details = health.TryGetProperty("details", out var said) ? said.ToString() : "";
            return health.GetProperty("checks").GetProperty(check).GetString() == state
                && details.Contains("clock", StringComparison.Ordinal) == (detail is not null)
                && details.Contains(detail ?? "", StringComparison.Ordinal);
        }, onTimeout: () => silo.Log);

    private static async Task VerifyAsync(NewServices load, HttpClient http, string log)
    {
        // On a busy machine a commit or a call may miss its limit: its 503 tells the sender to come again.
        var refusals = load.Refusals.Where(refusal => refusal.Status is not HttpStatusCode.ServiceUnavailable).ToList();
        Assert.True(refusals.Count == 0, $"{string.Join(", ", refusals)}\n{log}");
        foreach (var incident in load.Opened)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"incidents/{incident}");
            request.Headers.Add("X-Workspace-Id", NewServices.Workspace);
            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
