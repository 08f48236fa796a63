using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>A disk that refuses costs alerts nothing but time: the sender is told, and sends again.</summary>
public class RefusingDiskTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_full_disk_acknowledges_nothing_and_recovers_by_itself()
    {
        using var disk = SmallDisk.Create();
        output.WriteLine(disk.Description);
        await using var silo = await SiloProcess.StartAsync(disk.Settings);
        var sender = new AlertSender(silo.Port);
        await sender.SendAsync(100);
        Assert.Empty(sender.Refusals);

        disk.Refuse(silo.Id);
        await sender.SendUntilRefusedAsync(inARow: 10);
        await Poll.UntilAsync("/health to say 503", async () => await silo.HealthAsync() == 503, onTimeout: () => silo.Log);
        Assert.False(silo.HasExited, silo.Log);
        Assert.True(sender.Refusals.Keys.All(status => status is 503 or 429), $"Answered: {string.Join(", ", sender.Refusals)}\n{silo.Log}");
        Assert.Empty(sender.Lost(silo));

        disk.Relent(silo.Id);
        await Poll.UntilAsync("an alert to be acknowledged again", sender.SendOneAsync, onTimeout: () => silo.Log);
        await Poll.UntilAsync("/health to say 200", async () => await silo.HealthAsync() == 200, onTimeout: () => silo.Log);
        sender.Refusals.Clear();
        await sender.SendAsync(100);
        Assert.Empty(sender.Refusals);

        await silo.KillAsync();
        await silo.RestartAsync();
        await silo.DrainedAsync();
        output.WriteLine($"{sender.Acknowledged.Count} acknowledged");
        Assert.Empty(sender.Lost(silo));
    }

    [Fact]
    public async Task A_disk_that_became_read_only_is_named_and_nothing_is_lost()
    {
        using var disk = MountedDisk.TryMount();
        // The other test fails writes where nothing can be mounted; a read-only disk cannot be had without one.
        if (disk is null) Assert.Skip("Mounting is not allowed here: the read-only disk is left out.");
        await using var silo = await SiloProcess.StartAsync(disk.Settings);
        var sender = new AlertSender(silo.Port);
        await sender.SendAsync(50);

        // The kernel refuses to take a disk from under files that are open for writing, so the server meets it at its next start.
        var busy = disk.Remount(readOnly: true);
        output.WriteLine(busy ?? "remounted under the running server");
        if (busy is not null)
        {
            await silo.KillAsync();
            Assert.Null(disk.Remount(readOnly: true));
            await FailsOrRefusesAsync(disk.Settings);
        }

        Assert.Null(disk.Remount(readOnly: false));
        if (silo.HasExited) await silo.RestartAsync();
        await Poll.UntilAsync("an alert to be acknowledged again", sender.SendOneAsync, onTimeout: () => silo.Log);
        Assert.Empty(sender.Lost(silo));
    }

    private static async Task FailsOrRefusesAsync(SiloSettings settings)
    {
        await using var silo = SiloProcess.StartWithoutWaiting(settings);
        await Poll.UntilAsync("the server to end or to say 503", async () => silo.HasExited || await silo.HealthAsync() == 503,
            onTimeout: () => silo.Log);
        if (silo.HasExited) Assert.Contains(settings.DataDirectory!, silo.Log, StringComparison.Ordinal);
    }
}
