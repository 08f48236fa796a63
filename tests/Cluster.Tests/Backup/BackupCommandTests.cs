using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Cluster.Tests.Pages;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;

namespace AiSre.Cluster.Tests.Backup;

/// <summary>One command copies everything that a person would miss, another puts it back, and who was to be paged is paged then.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupCommandTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private PageRecorder recorder = null!;
    private PostgresServer? postgres;

    private string Backup => folder.File("backup");

    public async ValueTask InitializeAsync() => recorder = await PageRecorder.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await recorder.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_there_is_there_again_and_the_page_goes_out_once(bool onServer)
    {
        if (onServer) postgres = await PostgresServer.StartAsync();
        var (before, after) = (await SettingsAsync("before"), await SettingsAsync("after"));
        string incident;
        string[] known;
        recorder.Refuses = true;
        await using (var silo = await SiloProcess.StartAsync(Of(before)))
        {
            incident = await FullHouse.FillAsync(silo, recorder.Url);
            await Poll.UntilAsync("a page to be tried", () => recorder.Refused > 0, onTimeout: () => silo.Log);
            // A page that reaches nobody changes its incident some seconds later, and nothing does after that.
            await Poll.UntilAsync("it to be said that nobody was reached", async () =>
                (await silo.Http.GetStringAsync($"incidents/{incident}/timeline")).Contains("\"kind\":\"escalated\"", StringComparison.Ordinal),
                onTimeout: () => silo.Log);
            known = await FullHouse.ReadAsync(silo);
            var (code, says) = await Command.RunAsync(before, "backup", Backup);
            Assert.True(code == 0, says);
            Assert.Contains("1 messages to be sent", says, StringComparison.Ordinal);
            await silo.KillAsync();
        }
        VerifyManifest(onServer ? "postgres" : "sqlite");

        var (restored, report) = await Command.RunAsync(after, "restore", Backup);
        Assert.True(restored == 0, report);
        string[] lines =
            ["1 silences", "1 overrides", "1 heartbeats", "1 deploys", "1 workspaces with definitions", "2 incidents", "1 messages to be sent"];
        foreach (var line in lines)
            Assert.Contains($" {line}", report, StringComparison.Ordinal);
        await using (var silo = await SiloProcess.StartAsync(Of(after)))
        {
            Assert.Equal(known, await FullHouse.ReadAsync(silo));
            recorder.Refuses = false;
            await Poll.UntilAsync("the page to go out", () => !recorder.Pages.IsEmpty, onTimeout: () => silo.Log);
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            Assert.Equal(incident, Assert.Single(recorder.Pages).Body.GetProperty("incident_id").GetString());
            await silo.KillAsync();
        }

        var (again, refusal) = await Command.RunAsync(after, "restore", Backup);
        Assert.True(again == 1 && refusal.Contains("is not empty", StringComparison.Ordinal), refusal);
        (again, refusal) = await Command.RunAsync(after, "restore", Backup, "--force");
        Assert.True(again == 0, refusal);
    }

    [Fact]
    public async Task What_is_damaged_newer_unfinished_or_in_use_is_refused()
    {
        var settings = await SettingsAsync("before");
        await using var silo = await SiloProcess.StartAsync(Of(settings));
        await FullHouse.FillAsync(silo, recorder.Url);
        Assert.Equal(0, (await Command.RunAsync(settings, "backup", Backup)).Code);
        await RefusesAsync(settings, "is not empty", "backup", Backup);
        await RefusesAsync(settings, "Another process works on the data folder", "restore", Backup, "--force");

        var after = await SettingsAsync("after");
        var ledger = Path.Combine(Backup, "ledger.db");
        var content = await File.ReadAllBytesAsync(ledger, TestContext.Current.CancellationToken);
        content[^5] ^= 1;
        await File.WriteAllBytesAsync(ledger, content, TestContext.Current.CancellationToken);
        await RefusesAsync(after, $"The backup is damaged: {ledger}", "restore", Backup);
        content[^5] ^= 1;
        await File.WriteAllBytesAsync(ledger, content, TestContext.Current.CancellationToken);

        var manifest = Path.Combine(Backup, "manifest.json");
        var text = await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken);
        var newer = JsonNode.Parse(text)!;
        newer["schema"] = 999;
        await File.WriteAllTextAsync(manifest, newer.ToJsonString(), TestContext.Current.CancellationToken);
        await RefusesAsync(after, "newer version", "restore", Backup);
        File.Delete(manifest);
        await RefusesAsync(after, "There is no complete backup", "restore", Backup);
        Assert.False(File.Exists(Path.Combine(after["AI_SRE_DATA_DIR"], "ledger.db")));
    }

    [Fact]
    public async Task A_workspace_whose_definitions_are_gone_is_said_aloud()
    {
        var settings = await SettingsAsync("before");
        await using var silo = await SiloProcess.StartAsync(Of(settings));
        await FullHouse.FillAsync(silo, recorder.Url);
        await silo.KillAsync();
        await using (var connection = new SqliteConnection($"Data Source={silo.LedgerFile};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM documents WHERE kind = 'definitions'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        await silo.RestartAsync();
        await Poll.UntilAsync("/health to say so", async () =>
        {
            var health = await silo.Http.GetFromJsonAsync<JsonElement>("health", TestContext.Current.CancellationToken);
            return health.GetProperty("checks").GetProperty("notifications").GetString() == "degraded"
                && health.GetProperty("details").ToString().Contains("workspace default", StringComparison.Ordinal);
        }, onTimeout: () => silo.Log);
    }

    private static async Task RefusesAsync(IReadOnlyDictionary<string, string> settings, string why, params string[] arguments)
    {
        var (code, says) = await Command.RunAsync(settings, arguments);
        Assert.Equal(1, code);
        Assert.Contains(why, says, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', says.Trim());
    }

    private void VerifyManifest(string database)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Backup, "manifest.json")));
        Assert.Equal(database, manifest.RootElement.GetProperty("database").GetString());
        Assert.NotEmpty(manifest.RootElement.GetProperty("files").EnumerateArray());
        Assert.All(Directory.GetFiles(Backup), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private static SiloSettings Of(Dictionary<string, string> settings) =>
        new() { DataDirectory = settings["AI_SRE_DATA_DIR"], Environment = settings };

    private async Task<Dictionary<string, string>> SettingsAsync(string name)
    {
        // The recorder listens on loopback, where channels of a workspace may not send by themselves.
        var settings = new Dictionary<string, string>
        {
            ["AI_SRE_DATA_DIR"] = folder.File(name), ["AI_SRE_OUTBOUND_ALLOW"] = new Uri(recorder.Url).Authority,
        };
        if (postgres is not null) settings["AI_SRE_POSTGRES"] = await postgres.CreateDatabaseAsync(name);
        return settings;
    }
}
