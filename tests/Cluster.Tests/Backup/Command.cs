using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Backup;

/// <summary>The program, started for one of its commands.</summary>
internal static class Command
{
    public static async Task<(int Code, string Says)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var process = ChildProcess.Start("dotnet", [SiloBuild.Find(), .. arguments], environment);
        await process.EndAsync($"{arguments[0]} to end");
        return (process.ExitCode, process.Log);
    }
}
