using AiSre.Benchmarks.Load;

namespace AiSre.Benchmarks.Compare;

/// <param name="Load">As the clients saw it.</param>
/// <param name="CpuMicroseconds">Processor time of the server for each alert; hardly disturbed by what else runs on the machine.</param>
/// <param name="DatabaseMicroseconds">The share of it that is the database's.</param>
internal sealed record Measurement(LoadResult Load, double CpuMicroseconds, double DatabaseMicroseconds)
{
    public static Measurement Take(Target target, Scenario scenario, TimeSpan duration)
    {
        var source = scenario.Source();
        var (before, database) = (target.CpuTime, target.DatabaseCpuTime);
        var load = LoadGenerator.Run(target.Ports, scenario.Connections, source, duration);
        var alerts = load.AlertsPerSecond * duration.TotalSeconds;
        return alerts > 0
            ? new Measurement(load, (target.CpuTime - before).TotalMicroseconds / alerts,
            (target.DatabaseCpuTime - database).TotalMicroseconds / alerts)
            : new Measurement(load, 0, 0);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
