namespace AiSre.Domain.Workflows;

/// <summary>What a gather step can ask for. Each becomes a member of what it gathers, under its name.</summary>
public static class EvidenceKinds
{
    public const string PodStatus = "pod_status";
    public const string WorkloadStatus = "workload_status";
    public const string Events = "events";
    public const string Logs = "logs";
    public const string PreviousLogs = "previous_logs";
    public const string RolloutHistory = "rollout_history";
    public const string RecentDeploys = "recent_deploys";
    public const string Nodes = "nodes";
    public const string Autoscalers = "autoscalers";
    public const string DisruptionBudgets = "disruption_budgets";
    public const string Quotas = "quotas";
    public const string Services = "services";
    public const string VolumeClaims = "volume_claims";
    public const string Ingresses = "ingresses";
    public const string NetworkPolicies = "network_policies";

    /// <summary>The pod, or the one that has taken its place, as a verify step sees it.</summary>
    public const string Pod = "pod";

    /// <summary>Its workload, as a verify step sees it.</summary>
    public const string Workload = "workload";

    /// <summary>What definitions may name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PodStatus, WorkloadStatus, Events, Logs, PreviousLogs, RolloutHistory, RecentDeploys, Nodes, Autoscalers, DisruptionBudgets, Quotas, Services,
        VolumeClaims, Ingresses, NetworkPolicies,
    ];
}
