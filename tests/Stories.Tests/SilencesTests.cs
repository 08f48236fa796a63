using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>Quiet for two hours and every weekend, by curl and by amtool; a backup that must have run by three: by docs/silences.md.</summary>
public sealed class SilencesTests
{
    [Fact]
    public async Task A_maintenance_window_is_made_looked_at_and_ended_by_both_tools()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var newcomer = new Newcomer("amtool").With(silo);
        var steps = await newcomer.PasteAsync(PageCommands.Of("docs/silences.md", "silences"));

        Assert.Contains("\"silences_now\":0", steps[0], StringComparison.Ordinal);
        Assert.Contains("kernel updates", steps[0], StringComparison.Ordinal);
        var made = steps[1].Trim().Split('\n')[0];
        Assert.StartsWith("sil-", made, StringComparison.Ordinal);
        Assert.Contains("dave", steps[1], StringComparison.Ordinal);
        // Both of those for payments are over, the window stays.
        var left = await silo.Http.GetStringAsync("silences?state=active");
        Assert.DoesNotContain("payments", left, StringComparison.Ordinal);
        var ended = await silo.Http.GetStringAsync("silences?state=expired");
        Assert.Contains(made, ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nightly_backup_is_waited_for_by_its_schedule()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var newcomer = new Newcomer().With(silo);
        var steps = await newcomer.PasteAsync(PageCommands.Of("docs/silences.md", "heartbeats"));

        Assert.Contains("\"schedule\":\"0 3 * * *\"", steps[0], StringComparison.Ordinal);
        Assert.Contains("\"time_zone\":\"Europe/Berlin\"", steps[0], StringComparison.Ordinal);
        Assert.Matches("\"last_duration_seconds\":[0-9]", steps[0]);
        Assert.Contains("\"count\":0", await silo.Http.GetStringAsync("heartbeats"), StringComparison.Ordinal);
    }
}
