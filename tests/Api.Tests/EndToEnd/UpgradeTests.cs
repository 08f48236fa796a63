using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Storage;
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
        Fill(Path.Combine(folder, "grains.db"));
        await using var host = await EmbeddedHost.StartAloneAsync(EdgeHost.Keys, ("AI_SRE_DATA_DIR", folder));
        Assert.Equal(2, (await GetAsync(host, "/definitions")).GetProperty("revision").GetProperty("number").GetInt32());
        Assert.Equal("heidi", (await GetAsync(host, "/oncall/overrides")).GetProperty("overrides")[0].GetProperty("user").GetString());
        var silences = (await GetAsync(host, "/silences")).GetProperty("silences").EnumerateArray().ToList();
        Assert.Equal(4, silences.Count);
        Assert.Contains(silences.SelectMany(silence => silence.GetProperty("matchers").EnumerateArray()),
            matcher => matcher.GetProperty("value").GetString() == "critical" && !matcher.GetProperty("is_equal").GetBoolean());
        Assert.Equal(3, (await GetAsync(host, "/heartbeats")).GetProperty("count").GetInt32());
    }

    private static async Task<JsonElement> GetAsync(EmbeddedHost host, string path)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, path);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static void Fill(string path)
    {
        OrleansSchema.ApplySqlite(path);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var stored = JsonDocument.Parse(File.ReadAllText(Recorded()));
        foreach (var row in stored.RootElement.EnumerateArray())
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version)
                VALUES ('default', @name, 0, 0, @grain, @payload, 1, 1)
                """;
            command.Parameters.AddWithValue("@name", row.GetProperty("state").GetString());
            command.Parameters.AddWithValue("@grain", row.GetProperty("grain").GetString());
            command.Parameters.AddWithValue("@payload", Encoding.UTF8.GetBytes(row.GetProperty("payload").GetString()!));
            command.ExecuteNonQuery();
        }
    }

    private static string Recorded([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../Storage.Tests/Upgrades/states-0.1.0.json");
}
