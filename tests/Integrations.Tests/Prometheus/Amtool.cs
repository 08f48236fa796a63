using System.Diagnostics;
using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Prometheus;

/// <summary>Alertmanager's own command line, pointed at our server. Comes with the package prometheus-alertmanager.</summary>
internal static class Amtool
{
    public const string Program = "amtool";

    /// <summary>What it printed; it must end well.</summary>
    public static async Task<string> RunAsync(SiloProcess silo, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ServerPrograms.Find(Program)!, [$"--alertmanager.url={silo.Address}", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var failed = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"amtool {string.Join(' ', arguments)} ended with {process.ExitCode}: {await said}{await failed}");
        return (await said).Trim();
    }
}
