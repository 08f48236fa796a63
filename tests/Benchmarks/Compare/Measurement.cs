using AiSre.Benchmarks.Load;

namespace AiSre.Benchmarks.Compare;

/// <param name="CpuMicroseconds">Processor time of the server for each alert; hardly disturbed by what else runs on the machine.</param>
internal sealed record Measurement(LoadResult Load, double CpuMicroseconds)
{
    public static Measurement Take(Target target, Scenario scenario, TimeSpan duration)
    {
        var source = scenario.Source();
        var before = target.CpuTime;
        var load = LoadGenerator.Run(target.Port, scenario.Connections, source, duration);
        var alerts = load.AlertsPerSecond * duration.TotalSeconds;
        return new Measurement(load, alerts > 0 ? (target.CpuTime - before).TotalMicroseconds / alerts : 0);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
