using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>SLOs as a file of definitions has them. Reading it gives the same SLOs.</summary>
public static partial class SloYaml
{
    public static string Write(IReadOnlyCollection<SloDefinition> slos)
    {
        if (slos.Count == 0) return "slos: []\n";
        var text = new StringBuilder("slos:\n");
        foreach (var slo in slos)
        {
            var isFirst = true;
            foreach (var (key, value) in Lines(slo))
            {
                text.Append(isFirst ? "  - " : "    ").Append(key).Append(':').Append(value.StartsWith('\n') ? "" : " ").Append(value).Append('\n');
                isFirst = false;
            }
        }
        return text.ToString();
    }

    private static IEnumerable<(string Key, string Value)> Lines(SloDefinition slo)
    {
        yield return ("name", slo.Name);
        yield return ("service", Text(slo.Service));
        if (slo.Description is { } description) yield return ("description", Text(description));
        yield return ("target", FormattableString.Invariant($"{(decimal)slo.Target}"));
        if (slo.Window.Unit is { } unit)
        {
            yield return ("window_type", "calendar");
            yield return ("calendar", $"{{unit: {unit.ToString().ToLowerInvariant()}, time_zone: {Text(slo.Window.TimeZone)}}}");
        }
        else yield return ("window_days", FormattableString.Invariant($"{slo.Window.Days}"));
        if (slo.Indicator is SloIndicator.Latency)
        {
            yield return ("indicator", "latency");
            yield return ("latency_threshold_ms", FormattableString.Invariant($"{(decimal)(slo.LatencyThresholdMs ?? 0)}"));
            if (slo.LatencyPercentile is { } percentile) yield return ("latency_percentile", percentile);
        }
        yield return ("source", string.Concat(Source(slo.Source).Select(line => $"\n      {line.Key}: {line.Value}")));
        if (slo.GroupBy is { } label) yield return ("group_by", Text(label));
        if (slo.MaxGroups != SloDefinition.UsualGroups) yield return ("max_groups", FormattableString.Invariant($"{slo.MaxGroups}"));
        if (Alerting(slo.Alerting) is { Length: > 0 } alerting) yield return ("alerting", $"{{{alerting}}}");
    }

    private static IEnumerable<(string Key, string Value)> Source(SloSource source)
    {
        yield return ("type", source.Type);
        switch (source)
        {
            case IncidentSloSource incidents:
                yield return ("severities", List(incidents.Severities.Select(severity => severity.Name())));
                if (!incidents.Patterns.IsEmpty) yield return ("patterns", List(incidents.Patterns));
                break;
            case PrometheusSloSource prometheus:
                if (prometheus.UrlRef is { } name) yield return ("url_ref", Text(name));
                foreach (var (key, query) in prometheus.Queries) yield return (key, Text(query));
                break;
        }
    }

    private static string Alerting(SloAlerting alerting)
    {
        var usual = new SloAlerting();
        List<string> parts = [];
        if (alerting.Tiers.IsEmpty) parts.Add("tiers: none");
        else if (alerting.Tiers.Length < SloAlerting.AllTiers.Length) parts.Add($"tiers: {List(alerting.Tiers.Select(tier => tier.Name()))}");
        if (alerting.MinEvents != usual.MinEvents) parts.Add(FormattableString.Invariant($"min_events: {alerting.MinEvents}"));
        if (alerting.AbsentAfterMinutes != usual.AbsentAfterMinutes)
            parts.Add(FormattableString.Invariant($"absent_after_minutes: {alerting.AbsentAfterMinutes}"));
        return string.Join(", ", parts);
    }

    private static string List(IEnumerable<string> words) => $"[{string.Join(", ", words)}]";

    private static string Text(string text) => Plain().IsMatch(text) ? text
        : text.Any(char.IsControl) ? JsonSerializer.Serialize(text)
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Words that YAML takes for themselves; a word such as yes or null begins with a letter too, and stands in quotes.</summary>
    [GeneratedRegex(@"^(?!(?:true|false|null|yes|no|on|off)\z)[a-zA-Z][a-zA-Z0-9_./-]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
