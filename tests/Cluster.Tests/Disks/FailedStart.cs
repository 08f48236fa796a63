using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>A start that cannot work ends with one line for a person, and the code that service managers know for it.</summary>
internal static class FailedStart
{
    public static Task SaysAsync(SiloProcess silo, params string[] words) =>
        SaysAsync(() => silo.HasExited, () => silo.ExitCode, () => silo.Log, words);

    /// <summary>An API process with these settings.</summary>
    public static async Task ApiSaysAsync(IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        var program = Path.Combine(SiloBuild.RepositoryRoot()!, "src", "Api", "bin", SiloBuild.Configuration, "net10.0", "AiSre.Api.dll");
        await using var api = ChildProcess.Start("dotnet", [program], settings);
        await SaysAsync(() => api.HasExited, () => api.ExitCode, () => api.Log, words);
    }

    private static async Task SaysAsync(Func<bool> hasExited, Func<int> exitCode, Func<string> log, string[] words)
    {
        await Poll.UntilAsync("the start to fail", hasExited, onTimeout: log);
        // What it said last may be read a moment after its end.
        await Poll.UntilAsync("its last words", () => log().Contains("AI-SRE does not start", StringComparison.Ordinal),
            TimeSpan.FromSeconds(5), log);
        Assert.Equal(78, exitCode());
        var line = log().Split('\n').Single(line => line.Contains("AI-SRE does not start", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", log(), StringComparison.Ordinal);
    }
}
