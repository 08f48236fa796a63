using System.Text.Json.Nodes;
using AiSre.KubernetesStub;

namespace AiSre.Evals;

/// <summary>The summaries of a recording as a Prometheus would have them: series with the same beginning, end, least and most.</summary>
internal static class RecordedMetrics
{
    private const int Points = 40;

    /// <summary>What a query of the product is about, by the metric that it names, and in which unit the recording has it.</summary>
    private static readonly (string InQuery, string Label, string Column, double Unit)[] Known =
    [
        ("container_cpu_usage_seconds_total{namespace", "pod", "cpu", 1), ("container_memory_working_set_bytes{namespace", "pod", "mem", 1),
        ("container_cpu_cfs_throttled_seconds_total", "pod", "cpu_cfs", 1), ("container_network_receive", "pod", "network_receive", 1),
        ("container_network_transmit", "pod", "network_transmit", 1), ("istio_requests_total", "destination_workload", "rps", 1),
        ("histogram_quantile(0.95, sum by (destination", "destination_workload", "p95latency", 1e-3),
        ("histogram_quantile(0.95, sum by (destination", "destination_workload", "p90latency", 1e-3),
        ("histogram_quantile(0.5,", "destination_workload", "p50latency", 1e-3),
        ("node_netstat_Tcp_RetransSegs", "node", "tcp_retans", 1),
    ];

    public static IEnumerable<ServedSeries> Answer(RecordedCase? recorded, string query)
    {
        if (recorded?.Extra["MetricsSummary"] is not JsonObject columns) yield break;
        var isShare = query.Contains("5..", StringComparison.Ordinal);
        foreach (var (label, column, unit) in Known.Where(one => query.Contains(one.InQuery, StringComparison.Ordinal))
            .Select(one => (one.Label, isShare ? "success_rate" : one.Column, one.Unit)).Distinct())
        {
            foreach (var (name, value) in columns)
            {
                if (value is not JsonObject found || !name.EndsWith($"-{column}", StringComparison.Ordinal)) continue;
                if (Labels(recorded, label, name[..^(column.Length + 1)]) is { } labels) yield return new(labels, Values(found, isShare, unit));
            }
        }
    }

    /// <summary>Null: it is not of this kind.</summary>
    private static Dictionary<string, string>? Labels(RecordedCase recorded, string label, string about)
    {
        var isNode = Names(recorded, "nodes").Contains(about);
        if (isNode != (label == "node")) return null;
        if (isNode) return new() { ["node"] = about };
        if (label != "pod") return new() { [label] = about, ["destination_workload_namespace"] = recorded.Namespace };
        var pod = Names(recorded, "pods").FirstOrDefault(name => name.StartsWith(about + "-", StringComparison.Ordinal));
        return pod is null ? null : new() { ["pod"] = pod, ["namespace"] = recorded.Namespace };
    }

    private static double[] Values(JsonObject found, bool isShare, double unit)
    {
        var (first, last) = (Of("firstQuarter"), Of("lastQuarter"));
        var middle = ((Of("mean") * 4) - first - last) / 2;
        var values = Enumerable.Range(0, Points).Select(at => at < Points / 4 ? first : at >= Points * 3 / 4 ? last : middle).ToArray();
        (values[Points / 2], values[(Points / 2) + 1]) = (Of("min"), Of("max"));
        return values;

        double Of(string field)
        {
            var value = (double?)found[field] ?? 0;
            return isShare ? 1 - (value > 1.5 ? value / 100 : value) : value * unit;
        }
    }

    private static IEnumerable<string> Names(RecordedCase recorded, string plural) =>
        (recorded.Cluster[plural] as JsonArray ?? []).Select(item => (string)item!["metadata"]!["name"]!);
}
