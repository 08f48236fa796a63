using AiSre.Api.Definitions;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Definitions;

/// <summary>The operator's files, in the real process.</summary>
public sealed class DefinitionFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-config-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Example => Path.Combine(SiloBuild.RepositoryRoot()!, "examples", "config");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_shipped_example_gives_the_documented_routes_and_on_call_and_its_workspace_is_not_changed_through_the_API()
    {
        await using var silo = await StartAsync(Example);
        var golden =
            JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(SiloBuild.RepositoryRoot()!, "tests", "Api.Tests", "Golden",
                "notifications-routes.json"), Cancel)).GetProperty("response");
        JsonElement routes = default;
        await Poll.UntilAsync("the example to be in force", async () =>
        {
            routes = await silo.Http.GetFromJsonAsync<JsonElement>("/notifications/routes", Cancel);
            return routes.GetProperty("registered_adapters").GetArrayLength() > 0;
        }, onTimeout: () => silo.Log);
        Assert.Equal(string.Concat(golden.GetRawText().Where(character => !char.IsWhiteSpace(character))), routes.GetRawText());

        var duty = await silo.Http.GetFromJsonAsync<JsonElement>("/oncall/current?service=payments&at=2025-01-15T10:30:00Z", Cancel);
        Assert.StartsWith(
            """{"service":"payments","oncall":"dave","team":"payments-team","escalation_contact":"eve","week_number":3,"rotation_index":1,""",
                duty.GetRawText(), StringComparison.Ordinal);

        using var put = await silo.Http.PutAsync("/definitions", new StringContent("{}", Encoding.UTF8, "application/yaml"), Cancel);
        var refusal = await put.ProblemAsync(409, "defined_by_files");
        Assert.Contains("oncall/teams.yaml", refusal.Text("detail"), StringComparison.Ordinal);
        using var request =
            new HttpRequestMessage(HttpMethod.Put,
                "/definitions") { Content = new StringContent("users: {dave: {}}", Encoding.UTF8, "application/yaml"),
                    Headers = { { "X-Workspace-Id", "acme" } } };
        using var other = await silo.Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Workflows_are_read_from_files_and_an_approved_runbook_becomes_one()
    {
        Directory.CreateDirectory(Path.Combine(folder, "workflows"));
        await File.WriteAllTextAsync(Path.Combine(folder, "workflows", "own.yaml"),
            "{id: oom_recovery, name: Ours, steps: [{id: look, type: gather, collect: [events]}]}", Cancel);
        await using var silo = await StartAsync(folder);
        await Poll.UntilAsync("ours to take the place of the built-in", async () =>
            (await silo.Http.GetStringAsync("/workflows", Cancel)).Contains("\"name\":\"Ours\"", StringComparison.Ordinal),
            onTimeout: () => silo.Log);
        Assert.Equal(14, (await silo.Http.GetFromJsonAsync<JsonElement>("/workflows", Cancel)).GetProperty("count").GetInt32());

        const string body = """{"runbook":{"id":"ours","name":"It's: ours","steps":[{"id":"a","type":"wait","seconds":1}]}}""";
        using var approved = await silo.Http.PostAsync("/runbooks/generate/approve", new StringContent(body, Encoding.UTF8, "application/json"),
            Cancel);
        Assert.True((await approved.JsonAsync()).GetProperty("file_written").GetBoolean());
        var file = Path.Combine(folder, "runbooks", "generated", "ours.yaml");
        Assert.Contains("It's: ours", await File.ReadAllTextAsync(file, Cancel), StringComparison.Ordinal);
        // A file is the operator's to edit: what stands there counts.
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace("It's: ours", "Edited", StringComparison.Ordinal),
            Cancel);
        await Poll.UntilAsync("the edited file to be in force", async () =>
            (await silo.Http.GetStringAsync("/runbooks/all", Cancel)).Contains("\"name\":\"Edited\"", StringComparison.Ordinal),
            onTimeout: () => silo.Log);
        Assert.DoesNotContain("Edited", await silo.Http.GetStringAsync("/runbooks", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_become_wrong_leave_in_force_what_was_and_say_so()
    {
        // As Kubernetes mounts a ConfigMap: the folder is a link into a folder of one version, and a new version is another target of the link.
        Version("1", "oncall/teams.yaml", "users: {dave: {}}\nteams: {first: {layers: [{members: [dave]}]}}\n");
        Link("1");
        await using var silo = await StartAsync(Path.Combine(folder, "config"));
        await TeamsAsync(silo, "first");
        // A first look may take longer than it is given, and has failed then.
        await Poll.UntilAsync("a first look at the health", async () => await HealthAsync(silo) == ("ok", "ok", false), onTimeout: () => silo.Log);
        Assert.Contains("ai_sre_definitions_valid 1", await silo.Http.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);

        Version("2", "oncall-teams.yaml", "teams: {second: {layers: [{members: [dave]}]}}\n");
        Version("2", "oncall/users.yaml", "users: {dave: {}}\n");
        Version("2", "topology.yaml", "services: {}\n");
        Link("2");
        await TeamsAsync(silo, "second");

        Version("3", "oncall/teams.yaml", "users: {dave: {}}\nteams: {third: {layers: [{members: [davee]}]}}\n");
        Link("3");
        await Poll.UntilAsync("health to say that the files are wrong", async () => (await HealthAsync(silo)).Notifications == "degraded",
            onTimeout: () => silo.Log);
        var health = await silo.Http.GetFromJsonAsync<JsonElement>("/health", Cancel);
        Assert.Equal("degraded", health.Text("status"));
        Assert.Equal("The definition files are wrong in 1 place, first in oncall/teams.yaml, line 2; the earlier definitions stay in force.",
            health.At("details", 0).GetString());
        Assert.Contains("ai_sre_definitions_valid 0", await silo.Http.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
        Assert.Contains("oncall/teams.yaml:2:37: There is no user 'davee'", silo.Log, StringComparison.Ordinal);
        await Poll.UntilAsync("the API to show what is wrong",
            async () => (await DefinitionsAsync(silo)).GetProperty("last_refused").ValueKind is JsonValueKind.Object, onTimeout: () => silo.Log);
        await TeamsAsync(silo, "second");

        Directory.Delete(Path.Combine(folder, "config"));
        await Poll.UntilAsync("the loss of all files to be noticed",
            async () => silo.Log.Contains("All definition files are gone", StringComparison.Ordinal)
                && (await HealthAsync(silo)).Notifications == "degraded", onTimeout: () => silo.Log);
        await TeamsAsync(silo, "second");

        Version("4", "oncall/teams.yaml", "users: {dave: {}}\nteams: {fourth: {layers: [{members: [dave]}]}}\n");
        Link("4");
        await TeamsAsync(silo, "fourth");
        await Poll.UntilAsync("health to be well", async () => await HealthAsync(silo) == ("ok", "ok", false), onTimeout: () => silo.Log);
    }

    [Fact]
    public async Task Without_files_the_API_decides_and_its_word_lasts()
    {
        await using var silo = await StartAsync(folder);
        using var put =
            await silo.Http.PutAsync("/definitions", new StringContent("users: {dave: {}}\nteams: {api: {}}", Encoding.UTF8, "application/yaml"),
                Cancel);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        await silo.KillAsync();
        await silo.RestartAsync();
        await TeamsAsync(silo, "api");
        await Poll.UntilAsync("health to know of definitions", async () => await HealthAsync(silo) == ("ok", "ok", false), onTimeout: () => silo.Log);
    }

    [Fact]
    public async Task A_wrong_file_stops_the_start_with_its_place()
    {
        Version("1", "oncall/teams.yaml", "users: {dave: {}}\nteams: {a: {time_zon: UTC}}\n");
        await using var silo = SiloProcess.StartWithoutWaiting(Settings(Path.Combine(folder, "1")));
        await Poll.UntilAsync("the end", () => Task.FromResult(silo.HasExited), onTimeout: () => silo.Log);
        Assert.Equal(78, silo.ExitCode);
        // What it said last may be read a moment after its end.
        await Poll.UntilAsync(
            "the place of the fault",
                () => Task.FromResult(silo.Log.Contains("oncall/teams.yaml:2:13: The team 'a' has no key 'time_zon'; did you mean 'time_zone'?",
                    StringComparison.Ordinal)),
            onTimeout: () => silo.Log);
    }

    [Theory]
    [InlineData(null, 0, "7 definition files, nothing wrong.", "payments-team, platform-team", "default, staging", "slack (slack)")]
    [InlineData("channels: {slack: {token: \"${NOT_SET}\", channel: \"#x\"}}", 0, "1 definition file, nothing wrong.",
        "slack (slack; cannot be used: NOT_SET not set)", "default (built in)")]
    [InlineData("channels: {slack: {}}\n", 1, "notifications/x.yaml:1:19: Slack needs 'token'", "1 problem; a silo would not start.", "")]
    public async Task Check_config_says_what_a_start_would(string? text, int code, params string[] says)
    {
        if (text is not null) Version("1", "notifications/x.yaml", text);
        await using var process =
            ChildProcess.Start("dotnet", [SiloBuild.Find(), "check-config", text is null ? Example : Path.Combine(folder, "1")]);
        await Poll.UntilAsync("the check", () => Task.FromResult(process.HasExited), onTimeout: () => process.Log);
        Assert.Equal(code, process.ExitCode);
        await Poll.UntilAsync("its words", () => Task.FromResult(says.All(word => process.Log.Contains(word, StringComparison.Ordinal))),
            onTimeout: () => process.Log);
    }

    private static SiloSettings Settings(string config) => new() { Environment = new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = config } };

    private static Task<SiloProcess> StartAsync(string config) => SiloProcess.StartAsync(Settings(config));

    private static async Task<JsonElement> DefinitionsAsync(SiloProcess silo) =>
        await silo.Http.GetFromJsonAsync<JsonElement>("/definitions", Cancel);

    /// <summary>Whatever the status says: something that failed is 503.</summary>
    private static async Task<(string? Status, string? Notifications, bool Details)> HealthAsync(SiloProcess silo)
    {
        using var answer = await silo.Http.GetAsync("/health", Cancel);
        var health = await answer.JsonAsync();
        // These files define no channel, which is said of them also while they are right.
        var details = health.TryGetProperty("details", out var said)
            && said.EnumerateArray().Any(detail => detail.GetString() != NotificationsDetail.LogOnly);
        return (health.Text("status"), health.At("checks").Text("notifications"), details);
    }

    private static Task TeamsAsync(SiloProcess silo, string team) => Poll.UntilAsync($"the team {team}", async () =>
        (await DefinitionsAsync(silo)).GetProperty("summary") is { ValueKind: JsonValueKind.Object } summary
            && summary.At("teams", 0).GetString() == team, onTimeout: () => silo.Log);

    private void Version(string version, string file, string text)
    {
        var path = Path.Combine(folder, version, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Link(string version)
    {
        var link = Path.Combine(folder, "config");
        if (Directory.Exists(link)) Directory.Delete(link);
        Directory.CreateSymbolicLink(link, Path.Combine(folder, version));
    }
}
