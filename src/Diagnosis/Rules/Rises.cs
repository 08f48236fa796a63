using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>That something about one name rose from what is normal, by a metric or by an alert of any tool.</summary>
/// <param name="Name">A service, a workload or a node, as the source names it.</param>
/// <param name="Before">In seconds, cores or whatever the quantity is counted in.</param>
internal sealed record Rise(string Name, double Before, double Now, Sighting Seen)
{
    public double By => Now - Before;
    public double Times => Now / Math.Max(Before, 1e-9);
}

/// <summary>What rose: latencies, cores in use, throttled time, retransmissions.</summary>
internal static partial class Rises
{
    /// <summary>Latencies by name, the largest rise of each.</summary>
    public static ImmutableArray<Rise> OfLatency(Scene scene) => Largest(
        Trends(scene, "latency", 3, 0.05).Concat(Trends(scene, "latency_p50", 3, 0.05))
            .Concat(Alerts(scene, Latency(), Seconds).Where(rise => rise.Times >= 1.8 && rise.By >= 0.02)));

    public static ImmutableArray<Rise> OfCpu(Scene scene) => Largest(Trends(scene, "cpu", 1.8, 0.02, useMax: true)
        .Concat(Alerts(scene, Cores(), (value, _) => value).Where(rise => rise.Times >= 1.8)));

    public static ImmutableArray<Rise> OfThrottling(Scene scene) => Largest(Trends(scene, "throttled", 3, 0.15, useMax: true)
        .Concat(Alerts(scene, Throttled(), (value, _) => value).Where(rise => rise.Now >= 0.15)));

    public static ImmutableArray<Rise> OfRetransmits(Scene scene) => Largest(Trends(scene, "retransmits", 5, 0.4)
        .Concat(Alerts(scene, Retransmits(), (value, _) => value).Where(rise => rise.Now >= 0.4 && rise.Times >= 4)));

    /// <summary>Names whose traffic fell by half or more.</summary>
    public static ImmutableArray<string> Dropped(Scene scene) =>
        [.. scene.Symptom.Others.Where(alert => Drop().IsMatch(alert.Description)).Select(Name).OfType<string>()
            .Concat(scene.Metrics.Where(trend => trend.Name is "rate" && trend.Before > 0.5 && trend.Mean < trend.Before * 0.7)
            .Select(trend => trend.About.Name)).Distinct()];

    private static ImmutableArray<Rise> Largest(IEnumerable<Rise> all) =>
        [.. all.GroupBy(rise => rise.Name).Select(group => group.MaxBy(rise => rise.By)!)];

    /// <summary>A quarter of the time that is above the rest is a rise, and so is a mean that a peak between the ends has lifted.</summary>
    private static IEnumerable<Rise> Trends(Scene scene, string name, double times, double least, bool useMax = false)
    {
        foreach (var trend in scene.Metrics.Where(trend => trend.Name == name))
        {
            var before = Math.Max(trend.Min, Math.Min(trend.Before, trend.Mean));
            var now = useMax ? trend.Max : Math.Max(trend.Now, trend.Mean);
            if (now < before * times || now - before < least) continue;
            var text = string.Create(CultureInfo.InvariantCulture,
                $"{trend.About.Name}: {trend.Name} from {before:0.###} to {now:0.###} (peak {trend.Max:0.###})");
            yield return new(trend.About.Name, before, now, Sighting.Of(trend, text));
        }
    }

    private static IEnumerable<Rise> Alerts(Scene scene, Regex words, Func<double, string, double> scale)
    {
        foreach (var alert in scene.Symptom.Others)
        {
            if (Name(alert) is not { } name) continue;
            foreach (Match found in words.Matches($"{alert.Title} {alert.Description}"))
            {
                var before = found.Groups["before"].Success ? scale(Parse(found.Groups["before"].Value), found.Groups["unit1"].Value) : 0;
                yield return new(name, before, scale(Parse(found.Groups["now"].Value), found.Groups["unit2"].Value), Sighting.Of(alert));
            }
        }
    }

    private static string? Name(OtherAlert alert) => alert.Service ?? alert.Node;

    private static double Parse(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static double Seconds(double value, string unit) => unit switch { "ms" => value / 1000, "us" or "µs" => value / 1e6, _ => value };

    [GeneratedRegex(@"(?i)(?:latency|p\d\d|duration|response time)[^|;]*?(?<before>\d+(?:\.\d+)?) ?(?<unit1>ms|us|µs|s)\b[^|;\d]*?(?:->|→|to"
        + @"|current\W+)[^|;\d]*?(?<now>\d+(?:\.\d+)?) ?(?<unit2>ms|us|µs|s)\b")]
    private static partial Regex Latency();

    [GeneratedRegex(@"(?i)cpu[^;\d]{0,60}?(?<before>\d+(?:\.\d+)?)(?<unit1>) ?cores?\b[^|;\d]*?(?:->|→"
        + @"|to)[^|;\d]*?(?<now>\d+(?:\.\d+)?)(?<unit2>) ?cores?\b")]
    private static partial Regex Cores();

    [GeneratedRegex(@"(?i)(?:cfs|throttl)[^;\d]{0,60}?(?<now>\d+(?:\.\d+)?)(?<unit2>) ?s\b")]
    private static partial Regex Throttled();

    [GeneratedRegex(@"(?i)retrans\w*[^;\d]{0,60}?(?<before>\d+(?:\.\d+)?)(?<unit1>) ?\w*[^|;\d]*?(?:->|→"
        + @"|to)[^|;\d]*?(?<now>\d+(?:\.\d+)?)(?<unit2>)")]
    private static partial Regex Retransmits();

    [GeneratedRegex(@"(?i)(?:drop|traffic|throughput|inbound|outbound)[^\n]*\(-(?:4[5-9]|[5-9]\d|100)(?:\.\d+)?%\)")]
    private static partial Regex Drop();
}
