using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Backup;

/// <summary>The program, started for one of its commands.</summary>
internal static class Command
{
    public static async Task<(int Code, string Says)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var process = ChildProcess.Start("dotnet", [SiloBuild.Find(), .. arguments], environment);
        await Poll.UntilAsync($"{arguments[0]} to end", () => process.HasExited, onTimeout: () => process.Log);
        // What it said last may be read a moment after its end.
        await Poll.UntilAsync("its words", () => process.Log.Length > 0, TimeSpan.FromSeconds(5));
        await Task.Delay(100);
        return (process.ExitCode, process.Log);
    }
}
