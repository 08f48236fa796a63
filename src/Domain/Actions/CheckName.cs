namespace AiSre.Domain.Actions;

/// <summary>The guard's checks by name, as the log and the audit write them: a stored name is never changed. Their order is the guard's.</summary>
public static class CheckName
{
    public const string KillSwitch = "kill_switch";
    public const string Deadline = "deadline";
    public const string Action = "action";
    public const string Arguments = "arguments";
    public const string Role = "role";
    public const string DevMode = "dev_mode";
    public const string ProtectedNamespace = "protected_namespace";
    public const string Namespace = "namespace";
    public const string Policy = "policy";
    public const string FreezeWindow = "freeze_window";
    public const string Cluster = "cluster";
    public const string Workspace = "workspace";
    public const string NamespaceState = "namespace_state";
    public const string Target = "target";
    public const string Identity = "identity";
    public const string Protection = "protection";
    public const string Owner = "owner";
    public const string Rollout = "rollout";
    public const string Deletion = "deletion";
    public const string Age = "age";
    public const string ReplicasReady = "replicas_ready";
    public const string Reverted = "reverted";
    public const string DisruptionBudget = "disruption_budget";
    public const string Autoscaler = "autoscaler";
    public const string BlastRadius = "blast_radius";
    public const string ReplicaDelta = "replica_delta";
    public const string Quota = "quota";
    public const string Nodes = "nodes";
    public const string Cooldown = "cooldown";
    public const string Rate = "rate";
    public const string Incident = "incident";
    public const string Breaker = "breaker";
    public const string NamespaceHealth = "namespace_health";
    public const string Effect = "effect";
    public const string Autonomy = "autonomy";
    public const string Approval = "approval";
}
