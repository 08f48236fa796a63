namespace AiSre.Domain.Actions;

/// <summary>The machine codes of refusals, for programs. They are part of the API.</summary>
public static class RefusalCode
{
    public const string KillSwitch = "kill_switch";
    public const string WorkspaceSuspended = "workspace_suspended";
    public const string UnknownAction = "unknown_action";
    public const string InvalidArguments = "invalid_arguments";
    public const string Role = "role";
    public const string DevMode = "dev_mode";
    public const string ProtectedNamespace = "protected_namespace";
    public const string NamespaceNotAllowed = "namespace_not_allowed";
    public const string PolicyDenied = "policy_denied";
    public const string FreezeWindow = "freeze_window";
    public const string UnknownCluster = "unknown_cluster";
    public const string ClusterUnavailable = "cluster_unavailable";
    public const string TargetNotFound = "target_not_found";
    public const string TargetChanged = "target_changed";
    public const string TargetProtected = "target_protected";
    public const string NamespaceTerminating = "namespace_terminating";
    public const string OwnerKind = "owner_kind";
    public const string RolloutRunning = "rollout_running";
    public const string PodTooYoung = "pod_too_young";
    public const string WillBeReverted = "will_be_reverted";
    public const string PdbBlocked = "pdb_blocked";
    public const string HpaManaged = "hpa_managed";
    public const string ReplicaLimit = "replica_limit";
    public const string Cooldown = "cooldown";
    public const string RateLimited = "action_rate_limited";
    public const string Breaker = "breaker_open";
    public const string IneffectiveFix = "ineffective_fix";
    public const string IncidentOver = "incident_over";
    public const string TooLate = "too_late";
    public const string ActionInProgress = "action_in_progress";
    public const string IdempotencyKeyUsed = "idempotency_key_used";
    public const string ApprovalRequired = "approval_required";
    public const string ApprovalRole = "approval_role";
    public const string FourEyes = "four_eyes";
    public const string ApprovalExpired = "approval_expired";
    public const string ApprovalMismatch = "approval_mismatch";
    public const string ApprovalOutdated = "approval_outdated";

    /// <summary>What a check needs could not be read.</summary>
    public const string CheckFailed = "check_failed";
}
