using System.Diagnostics;
using System.Globalization;
using AiSre.Benchmarks.Compare;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>From the start of the process to its first good answer, and what it holds when nobody asks.</summary>
internal static class StartupCommand
{
    public static async Task RunAsync(BenchmarkOptions options)
    {
        var starts = new List<double>();
        var idle = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release" });
            starts.Add(clock.Elapsed.TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(10));
            idle.Add(silo.ResidentBytes / 1024.0 / 1024.0);
        }

        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | start to first answer s | idle RSS after 10 s MiB |
            |---:|---:|
            | {Measurement.Median(starts):0.00} | {Measurement.Median(idle):0} |
            """));
    }
}
