using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Storage;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>The whole product starts on what version 0.1.0 has left in its folder.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-upgrade-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_people_said_before_the_upgrade_is_in_force_after_it()
    {
        await FillAsync(Path.Combine(folder, "grains.db"));
        await using var host = await EmbeddedHost.StartAloneAsync(EdgeHost.Keys, ("AI_SRE_DATA_DIR", folder));
        Assert.Equal(2, (await GetAsync(host, "/definitions")).GetProperty("revision").GetProperty("number").GetInt32());
        Assert.Equal("heidi", (await GetAsync(host, "/oncall/overrides")).GetProperty("overrides")[0].GetProperty("user").GetString());
        var silences = (await GetAsync(host, "/silences")).GetProperty("silences").EnumerateArray().ToList();
        Assert.Equal(4, silences.Count);
        Assert.Contains(silences.SelectMany(silence => silence.GetProperty("matchers").EnumerateArray()),
            matcher => matcher.GetProperty("value").GetString() == "critical" && !matcher.GetProperty("is_equal").GetBoolean());
        Assert.Equal(3, (await GetAsync(host, "/heartbeats")).GetProperty("count").GetInt32());
        // What was registered by its first beat goes on as it was.
        using var beat = await host.SendAsync(HttpMethod.Post, "/heartbeats/backup?grace_seconds=1800");
        var backup = await beat.JsonAsync();
        Assert.Equal(("up", 7_200, 1_800),
            (backup.Text("state"), backup.GetProperty("interval_seconds").GetInt32(), backup.GetProperty("grace_seconds").GetInt32()));
    }

    private static async Task<JsonElement> GetAsync(EmbeddedHost host, string path)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, path);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static async Task FillAsync(string path)
    {
        OrleansSchema.ApplySqlite(path);
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await RecordedStates.FillAsync(connection, "1");
    }
}
