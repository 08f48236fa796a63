using System.Diagnostics;
using AiSre.TestHost;

namespace AiSre.Deploy.Tests;

/// <summary>Programs of other people that read our files as they will be read in earnest.</summary>
internal static class Programs
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["kubectl"] = "kubernetes-client", ["promtool"] = "prometheus", ["amtool"] = "prometheus-alertmanager", ["node"] = "nodejs", ["npm"] = "npm",
        ["git"] = "git",
    };

    /// <summary>
    /// What the program printed; the test fails when it ends with an error. Without the program the test is skipped, and fails where
    /// AI_SRE_TEST_REQUIRE_SERVERS=1 promises that all are there.
    /// </summary>
    public static string Run(string program, params string[] arguments) => RunIn(Directory.GetCurrentDirectory(), program, arguments);

    /// <summary>The same in a folder.</summary>
    public static string RunIn(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Require(program), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // Debian 12 has kubectl 1.20, whose Kustomize is too old for our overlays.
        var hint = program == "kubectl" ? " (1.27 or newer is needed)" : "";
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}{hint}: {output}{errors.Result}");
        return output;
    }

    /// <summary>Where it is; leaves the test out, or fails it, when it is missing.</summary>
    public static string Require(string program)
    {
        if (ServerPrograms.Find(program) is { } found) return found;
        var missing = $"{program} is not installed: apt-get install {Packages[program]}, or run ./test";
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") Assert.Fail(missing);
        Assert.Skip(missing);
        return missing;
    }
}
