using System.Collections.Frozen;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.History;

/// <summary>What people call a pattern, and one fixed sentence about what to do where it comes again and again.</summary>
/// <param name="Name">As it stands in a sentence.</param>
/// <param name="Recommendation">What to look at.</param>
/// <param name="Capacity">It is about there being too little of something.</param>
public sealed record PatternAdvice(string Name, string Recommendation, bool Capacity = false)
{
    private static readonly FrozenDictionary<string, PatternAdvice> All = new Dictionary<string, PatternAdvice>
    {
        ["oomkilled"] = new("OOMKilled", "Audit memory limits across affected services", true),
        ["crashloop"] = new("CrashLoopBackOff", "Read the logs of the previous containers and compare them with the last change"),
        ["image_pull"] = new("image pull", "Check image tags, registry credentials and the registry's own availability"),
        ["config_error"] = new("configuration", "Check config maps, secrets and environment variables against what the containers expect"),
        ["probe_failure"] = new("probe failure", "Compare probe paths, ports and timeouts with how long the service really takes"),
        ["scheduling"] = new("scheduling", "Compare requests, taints and affinities with what the nodes have free, or add nodes", true),
        ["evicted"] = new("eviction", "Set requests that match real use, and look at what fills the nodes", true),
        ["node_not_ready"] = new("node not ready", "Look at the kubelets and the machines below the affected nodes"),
        ["disk_pressure"] = new("disk pressure", "Clean up or enlarge disks, and limit logs and ephemeral storage", true),
        ["volume_mount"] = new("volume mount", "Check claims, storage classes and attachments that were left behind on other nodes"),
        ["high_cpu"] = new("high CPU", "Profile the affected services, or add replicas and CPU", true),
        ["cpu_throttling"] = new("CPU throttling", "Raise or remove CPU limits where requests are below real use", true),
        ["high_memory"] = new("high memory", "Look for leaks, and compare memory limits with real use", true),
        ["http_5xx"] = new("HTTP 5xx", "Follow the errors to the first service that fails, and compare with recent deploys"),
        ["latency"] = new("latency", "Trace slow requests to the service or query that takes the time"),
        ["dns"] = new("DNS", "Check the cluster's DNS servers, their limits, and the names that are asked for"),
        ["cert_expiry"] = new("certificate expiry", "Renew the certificates, and automate their renewal"),
        ["connection_pool"] = new(
            "connection pool", "Compare pool sizes with the server's limit, and look for connections that are not given back", true),
        ["rate_limit"] = new("rate limit", "Slow the callers down or ask for a higher limit"),
        ["network"] = new("network", "Check network policies, the nodes' network and what lies between the affected services"),
        ["queue_backlog"] = new("queue backlog", "Add consumers, and look for messages that are tried again and again", true),
        ["deploy_regression"] = new("deploy regression", "Compare the affected services with their last good version; roll back what is in doubt"),
        ["dependency_down"] = new("dependency", "Look at what the affected services depend on before the services themselves"),
        ["auth_failure"] = new("authentication", "Check credentials and permissions, and when they were last changed"),
        ["job_failed"] = new("failed job", "Read the logs of the failed runs, and check what they need and how long they may take"),
        ["quota"] = new("quota", "Raise the quota or lower what is asked for", true),
    }.ToFrozenDictionary();

    private static readonly PatternAdvice None = new("unclassified", "Look at the incidents one by one");

    public static PatternAdvice Of(string pattern) => All.GetValueOrDefault(pattern, None);

    /// <summary>Patterns that tell of too little of something.</summary>
    public static bool IsCapacity(RememberedIncident incident) => incident.Pattern != FailurePatterns.Unknown && Of(incident.Pattern).Capacity;
}
