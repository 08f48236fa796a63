using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>A start that cannot work ends with one line for a person, and the code that service managers know for it.</summary>
internal static class FailedStart
{
    public static async Task SaysAsync(SiloProcess silo, params string[] words)
    {
        await Poll.UntilAsync("the start to fail", () => silo.HasExited, onTimeout: () => silo.Log);
        // What it said last may be read a moment after its end.
        await Poll.UntilAsync("its last words", () => silo.Log.Contains("AI-SRE does not start", StringComparison.Ordinal), TimeSpan.FromSeconds(5),
            () => silo.Log);
        Assert.Equal(78, silo.ExitCode);
        var line = silo.Log.Split('\n').Single(line => line.Contains("AI-SRE does not start", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", silo.Log, StringComparison.Ordinal);
    }
}
