using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>A start that cannot work ends with one line for a person, and the code that service managers know for it.</summary>
internal static class FailedStart
{
    public static async Task SaysAsync(SiloProcess silo, params string[] words)
    {
        await silo.EndAsync("the start to fail");
        Verify(silo.ExitCode, silo.Log, words);
    }

    /// <summary>An API process with these settings.</summary>
    public static async Task ApiSaysAsync(IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        var program = Path.Combine(SiloBuild.RepositoryRoot()!, "src", "Api", "bin", SiloBuild.Configuration, "net10.0", "AiSre.Api.dll");
        await using var api = ChildProcess.Start("dotnet", [program], settings);
        await api.EndAsync("the start to fail");
        Verify(api.ExitCode, api.Log, words);
    }

    private static void Verify(int exitCode, string log, string[] words)
    {
        Assert.True(exitCode == 78 && log.Contains("AI-SRE does not start", StringComparison.Ordinal), $"It ended with code {exitCode}.\n{log}");
        var line = log.Split('\n').Single(line => line.Contains("AI-SRE does not start", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }
}
