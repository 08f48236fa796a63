namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// The few things that are asked of a Prometheus, by metrics that most clusters have: cAdvisor's, Istio's, those of HTTP servers, and node
/// exporters'.
/// </summary>
internal static class MetricQueries
{
    /// <summary>What a series is about, by the label that names it.</summary>
    private const string Pod = "pod", Workload = "destination_workload", Node = "node";

    /// <param name="namespaces">As names, which hold nothing that means something in a pattern.</param>
    public static IReadOnlyList<MetricQuery> Of(IEnumerable<string> namespaces)
    {
        var all = string.Join('|', namespaces);
        var (own, called) = ($"namespace=~\"{all}\"", $"reporter=\"destination\",destination_workload_namespace=~\"{all}\"");
        return
        [
            new("cpu", Pod, $"sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{{{own},container!=\"\"}}[2m]))"),
            new("memory", Pod, $"sum by (namespace, pod) (container_memory_working_set_bytes{{{own},container!=\"\"}})"),
            new("throttled", Pod, $"sum by (namespace, pod) (rate(container_cpu_cfs_throttled_seconds_total{{{own},container!=\"\"}}[2m]))"),
            new("rate", Pod, $"sum by (namespace, pod) (rate(http_server_request_duration_seconds_count{{{own}}}[2m]))"),
            new("latency", Pod,
                $"histogram_quantile(0.95, sum by (namespace, pod, le) (rate(http_server_request_duration_seconds_bucket{{{own}}}[2m])))",
                IsSum: false),
            new("rate", Workload,
                $"sum by (destination_workload_namespace, destination_workload) (rate(istio_requests_total{{{called}}}[2m]))"),
            new("latency", Workload,
                "histogram_quantile(0.95, sum by (destination_workload_namespace, destination_workload, le) "
                    + $"(rate(istio_request_duration_milliseconds_bucket{{{called}}}[2m]))) / 1000", IsSum: false),
            new("latency_p50", Workload,
                "histogram_quantile(0.5, sum by (destination_workload_namespace, destination_workload, le) "
                    + $"(rate(istio_request_duration_milliseconds_bucket{{{called}}}[2m]))) / 1000", IsSum: false),
            // An exporter's series name their node where the scrape's settings say so; the address is always there.
            new("retransmits", Node, "sum by (node, instance) (rate(node_netstat_Tcp_RetransSegs[2m]))"),
        ];
    }
}

/// <param name="Name">Of the trend that it gives.</param>
/// <param name="Label">That says what a series is about.</param>
/// <param name="Text">PromQL.</param>
/// <param name="IsSum">Series of one workload add up; otherwise the highest counts.</param>
internal sealed record MetricQuery(string Name, string Label, string Text, bool IsSum = true);
