using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>The folder of a running server is its own, is private, and is missed within seconds when it goes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Data => folder.File("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_is_acknowledged_once_the_folder_is_gone_and_it_goes_on_when_it_is_back()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { DataDirectory = Data });
        var sender = new AlertSender(silo.Port);
        await sender.SendAsync(20);

        Directory.Move(Data, $"{Data}.moved");
        await RefusesAsync(silo, sender);
        // An empty one in its place, as after a mount that failed.
        Directory.CreateDirectory(Data);
        await RefusesAsync(silo, sender);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Data));

        Directory.Delete(Data);
        Directory.Move($"{Data}.moved", Data);
        await Poll.UntilAsync("an alert to be taken again", sender.SendOneAsync, onTimeout: () => silo.Log);
        await Poll.UntilAsync("/health to say 200", async () => await silo.HealthAsync() == 200, onTimeout: () => silo.Log);
        await silo.KillAsync();
        await silo.RestartAsync();
        Assert.Empty(sender.Lost(silo));
    }

    [Fact]
    public async Task A_folder_that_something_is_mounted_over_is_missed()
    {
        Directory.CreateDirectory(Data);
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { DataDirectory = Data });
        var sender = new AlertSender(silo.Port);
        await sender.SendAsync(5);
        if (SmallDisk.Run("mount", "-t", "tmpfs", "tmpfs", Data).Code != 0) Assert.Skip("Mounting is not allowed here.");
        try
        {
            await RefusesAsync(silo, sender);
        }
        finally
        {
            _ = SmallDisk.Run("umount", "-l", Data);
        }
        await Poll.UntilAsync("an alert to be taken again", sender.SendOneAsync, onTimeout: () => silo.Log);
        Assert.Empty(sender.Lost(silo));
    }

    [Fact]
    public async Task A_database_that_was_removed_or_replaced_alone_is_missed()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { DataDirectory = Data });
        var sender = new AlertSender(silo.Port);
        await sender.SendAsync(5);
        File.Move(silo.LedgerFile, $"{silo.LedgerFile}.moved");
        // The folder is the right one, so the spool beside it keeps what comes.
        Assert.True(await sender.SendOneAsync());
        Assert.Equal(1, File.ReadLines(silo.SpoolFile).Count(line => line.Length > 0));
        await SaidAsync(silo, "is not the file that this process opened");
        File.Copy($"{silo.LedgerFile}.moved", silo.LedgerFile);
        await SaidAsync(silo, "is not the file that this process opened");
        File.Move($"{silo.LedgerFile}.moved", silo.LedgerFile, overwrite: true);
        await Poll.UntilAsync("the spool to be taken up", () => !File.Exists(silo.SpoolFile), onTimeout: () => silo.Log);
        Assert.Empty(sender.Lost(silo));
    }

    [Fact]
    public async Task A_second_server_does_not_start_on_the_folder_of_the_first_until_that_is_dead()
    {
        var settings = new SiloSettings { DataDirectory = Data };
        await using var first = await SiloProcess.StartAsync(settings);
        await using (var second = SiloProcess.StartWithoutWaiting(settings))
            await FailedStart.SaysAsync(second, $"Another process works on the data folder {Data}");
        await first.KillAsync();
        await using var third = await SiloProcess.StartAsync(settings);
        Assert.Equal(200, await third.HealthAsync());
    }

    [Fact]
    public async Task Its_files_are_their_owners_alone_those_of_an_earlier_build_too()
    {
        var settings = new SiloSettings { DataDirectory = Data };
        await using var silo = await SiloProcess.StartAsync(settings);
        Assert.All(Directory.GetFiles(Data), IsPrivate);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        await silo.KillAsync();
        foreach (var file in Directory.GetFiles(Data)) File.SetUnixFileMode(file, (UnixFileMode)0x1A4);
        await silo.RestartAsync();
        Assert.All(Directory.GetFiles(Data), IsPrivate);
    }

    private static void IsPrivate(string file) => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

    private static async Task RefusesAsync(SiloProcess silo, AlertSender sender)
    {
        sender.Refusals.Clear();
        for (var i = 0; i < 5; i++) Assert.False(await sender.SendOneAsync(), silo.Log);
        Assert.Equal([503], sender.Refusals.Keys);
        await SaidAsync(silo, "is not the one that this process opened");
        await Poll.UntilAsync("the log to say so", () => silo.Log.Contains("Nothing is acknowledged", StringComparison.Ordinal),
            onTimeout: () => silo.Log);
    }

    private static Task SaidAsync(SiloProcess silo, string words) => Poll.UntilAsync($"/health to say that it {words}", async () =>
    {
        using var answer = await silo.Http.GetAsync("health");
        var health = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (int)answer.StatusCode == 503 && health.GetProperty("checks").GetProperty("ledger").GetString() == "failed"
            && health.TryGetProperty("details", out var details) && details.ToString().Contains(words, StringComparison.Ordinal);
    }, onTimeout: () => silo.Log);
}
