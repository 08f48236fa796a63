using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>A cluster on this machine, and one silo less: by docs/cluster.md.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task A_silo_is_killed_and_the_alert_sent_then_is_taken()
    {
        using var data = new TempFolder();
        var port = FreePort.Block(50);
        using var newcomer = new Newcomer("redis-server") { Folder = SiloBuild.Root }.At("localhost:8888", port)
            .With("AI_SRE_LOCAL_DIR", data.Path).With("AI_SRE_LOCAL_PORT", $"{port}").With("AI_SRE_LOCAL_BUILD", "false")
            .With("AI_SRE_LOCAL_CONFIGURATION", SiloBuild.Configuration);
        var steps = await newcomer.PasteAsync(PageCommands.Of("docs/cluster.md"));

        Assert.EndsWith("ready", steps[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", steps[1], StringComparison.Ordinal);
        Assert.Contains("\"cluster\":\"degraded\"", steps[1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(data.Path, "*.pid"));
    }
}
