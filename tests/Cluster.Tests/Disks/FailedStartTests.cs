using System.Net;
using System.Net.Sockets;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>What a person has to put right before a start is named in one line.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Data => folder.File("data");

    private SiloSettings Settings => new() { DataDirectory = Data };

    public void Dispose() => folder.Dispose();

    /// <summary>What an API process needs; nobody answers there.</summary>
    private static Dictionary<string, string> Api(string urls) =>
        new() { ["ASPNETCORE_URLS"] = urls, ["AI_SRE_REDIS"] = $"127.0.0.1:{FreePort.Next()}", ["DOTNET_EnableDiagnostics"] = "0" };

    private SiloSettings With(string name, string value) => Settings with { Environment = new Dictionary<string, string> { [name] = value } };

    [Theory]
    [InlineData("grains.db", "is damaged", "move it away")]
    [InlineData("ledger.db", "is damaged", "Restore a backup")]
    public async Task A_damaged_database(string file, params string[] words)
    {
        await using (var silo = await SiloProcess.StartAsync(Settings)) await silo.KillAsync();
        foreach (var log in Directory.GetFiles(Data, $"{file}-*")) File.Delete(log);
        await using (var stream = File.OpenWrite(Path.Combine(Data, file))) stream.Write(new byte[200]);
        await using var failing = SiloProcess.StartWithoutWaiting(Settings);
        await FailedStart.SaysAsync(failing, [Path.Combine(Data, file), .. words]);
    }

    [Fact]
    public async Task A_schema_that_is_newer_than_the_program()
    {
        await using (var silo = await SiloProcess.StartAsync(Settings)) await silo.KillAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "ledger.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 999";
            command.ExecuteNonQuery();
        }
        await using var failing = SiloProcess.StartWithoutWaiting(Settings);
        await FailedStart.SaysAsync(failing, "ledger.db was written by a newer version", "999");
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        foreach (var (name, value) in new[] { ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), ("AI_SRE_SILO_PORT", $"{port}") })
        {
            await using var failing = SiloProcess.StartWithoutWaiting(With(name, value));
            await FailedStart.SaysAsync(failing, name, $"port {port} is in use");
        }
        await FailedStart.ApiSaysAsync(Api($"http://127.0.0.1:{port}"), "ASPNETCORE_URLS", $"port {port} is in use");
    }

    [Theory]
    [InlineData("http://localhost:99999", "ports from 1 to 65535")]
    [InlineData("localhost", "addresses such as http://localhost:8888")]
    [InlineData("https://127.0.0.1:0", "there is no certificate: set Kestrel__Certificates__Default__Path")]
    public async Task An_address_that_is_none_or_lacks_a_certificate(string url, string allowed)
    {
        await using var failing = SiloProcess.StartWithoutWaiting(With("ASPNETCORE_URLS", url));
        await FailedStart.SaysAsync(failing, $"ASPNETCORE_URLS is '{url}'", allowed);
        await FailedStart.ApiSaysAsync(Api(url), $"ASPNETCORE_URLS is '{url}'", allowed);
    }

    [Fact]
    public async Task Others_than_this_machine_without_keys()
    {
        var url = $"http://+:{FreePort.Next()}";
        await using var failing = SiloProcess.StartWithoutWaiting(With("ASPNETCORE_URLS", url));
        await FailedStart.SaysAsync(failing, "AI_SRE_API_KEYS is empty", url, "AI_SRE_ALLOW_DEV_MODE=true");
        await FailedStart.ApiSaysAsync(Api(url), "AI_SRE_API_KEYS is empty", url, "AI_SRE_ALLOW_DEV_MODE=true");
    }

    [Fact]
    public async Task A_folder_that_is_none()
    {
        folder.Write("data", "a file");
        await using var failing = SiloProcess.StartWithoutWaiting(Settings);
        await FailedStart.SaysAsync(failing, Data, "AI_SRE_DATA_DIR");
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written()
    {
        // Not even root makes a folder there.
        const string nowhere = "/sys/ai-sre";
        await using var failing = SiloProcess.StartWithoutWaiting(Settings with { DataDirectory = nowhere });
        await FailedStart.SaysAsync(failing, nowhere, "AI_SRE_DATA_DIR");
    }

    [Fact]
    public async Task A_server_that_is_away_is_waited_for_and_one_that_refuses_is_not()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using (var refused = SiloProcess.StartWithoutWaiting(With("AI_SRE_POSTGRES", postgres.ConnectionString("missing"))))
            await FailedStart.SaysAsync(refused, "AI_SRE_POSTGRES", "missing");

        await postgres.StopAsync();
        await using var silo = SiloProcess.StartWithoutWaiting(With("AI_SRE_POSTGRES", postgres.ConnectionString()));
        await Poll.UntilAsync("it to say what it waits for",
            () => silo.Log.Contains("does not answer; the start waits for it", StringComparison.Ordinal), onTimeout: () => silo.Log);
        await postgres.RestartAsync();
        await silo.WaitUntilHealthyAsync();

        await silo.KillAsync();
        await using (var connection = new Npgsql.NpgsqlConnection($"{postgres.ConnectionString()};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new Npgsql.NpgsqlCommand("INSERT INTO schema_versions (number) VALUES (999)", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await using var newer = SiloProcess.StartWithoutWaiting(With("AI_SRE_POSTGRES", postgres.ConnectionString()));
        await FailedStart.SaysAsync(newer, "AI_SRE_POSTGRES", "newer version", "999");
    }
}
