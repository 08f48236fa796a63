using System.Globalization;

namespace AiSre.Benchmarks.Load;

/// <summary>Alerts as Prometheus sends them for a Kubernetes cluster.</summary>
internal static class KubernetesAlert
{
    private const int Services = 50;

    private static readonly string[] Names = ["KubePodCrashLooping", "KubePodNotReady", "KubeContainerWaiting", "CPUThrottlingHigh",
        "KubeDeploymentReplicasMismatch"];
    private static readonly string[] Words =
        ["checkout", "payments", "search", "catalog", "orders", "users", "carts", "pricing", "stock", "mail"];

    private static readonly string StartsAt = Instant(TimeSpan.FromMinutes(-2));
    private static readonly string EndsAt = Instant(TimeSpan.FromHours(4));
    private static readonly string Ended = Instant(TimeSpan.FromMinutes(-1));

    /// <summary>With eight labels, two annotations and all else, about 700 bytes.</summary>
    public static string Json(int identity, string podSuffix) => Json(identity, podSuffix, resolved: false);

    /// <param name="identity">Chooses the service, the rule and the pod.</param>
    /// <param name="podSuffix">Last part of the pod's name; the same for every repeat of an identity.</param>
    /// <param name="resolved">It has ended a moment ago.</param>
    public static string Json(int identity, string podSuffix, bool resolved)
    {
        var service = ServiceOf(identity);
        var name = Names[identity / Services % Names.Length];
        var pod = $"{service}-7d9f8c6b5-{podSuffix}";
        return $$"""
            {"labels":{"alertname":"{{name}}","cluster":"eu-west-1","namespace":"production","service":"{{service}}","pod":"{{pod}}",
            "container":"app","severity":"{{(identity % 3 == 0 ? "critical" : "warning")}}","prometheus":"monitoring/k8s"},
            "annotations":{"summary":"{{name}} on {{service}}",
            "description":"Pod production/{{pod}} (app) has been in a bad state for longer than fifteen minutes, last seen on node ip-10-0-12-34."},
            "startsAt":"{{StartsAt}}","endsAt":"{{(resolved ? Ended : EndsAt)}}",
            "generatorURL":"http://prometheus.monitoring.svc:9090/graph?g0.expr=max_over_time%28kube_pod_container_status_waiting_reason%5B5m%5D%29&g0.tab=1"}
            """.ReplaceLineEndings("");
    }

    /// <summary>With five labels, two annotations and nothing else, about 260 bytes.</summary>
    public static string Small(int identity, string podSuffix)
    {
        var service = ServiceOf(identity);
        return $$"""
            {"labels":{"alertname":"HighCPU","severity":"critical","namespace":"production","pod":"{{service}}-{{podSuffix}}","service":"{{service}}"},
            "annotations":{"summary":"High CPU on {{service}}-{{podSuffix}}","description":"CPU usage > 90% for 5 minutes"} }
            """.ReplaceLineEndings("");
    }

    private static string ServiceOf(int identity) => $"{Words[identity % Words.Length]}-{(char)('a' + identity % Services / Words.Length)}";

    private static string Instant(TimeSpan fromNow) =>
        TimeProvider.System.GetUtcNow().Add(fromNow).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
