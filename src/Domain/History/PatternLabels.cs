using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.History;

/// <summary>
/// What kind of failure an incident is. A reason that Kubernetes itself gave is believed before any words: people write titles, kubelets write
/// reasons.
/// </summary>
/// <param name="Pattern">One of <see cref="FailurePatterns.Labels"/>, or unknown.</param>
/// <param name="Others">What else its words speak of.</param>
public sealed record PatternLabels(string Pattern, ImmutableArray<string> Others)
{
    /// <summary>Labels in which senders hand on a reason of Kubernetes.</summary>
    private static readonly FrozenSet<string> ReasonLabels =
        new[] { "reason", "kube_reason", "event_reason", "waiting_reason", "terminated_reason", "termination_reason", "status_reason", "condition" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> OfReasons = new Dictionary<string, string>
    {
        ["OOMKilled"] = "oomkilled", ["OOMKilling"] = "oomkilled", ["SystemOOM"] = "oomkilled",
        ["CrashLoopBackOff"] = "crashloop", ["BackOff"] = "crashloop",
        ["ImagePullBackOff"] = "image_pull", ["ErrImagePull"] = "image_pull", ["ErrImageNeverPull"] = "image_pull",
        ["InvalidImageName"] = "image_pull", ["ImageInspectError"] = "image_pull",
        ["CreateContainerConfigError"] = "config_error", ["CreateContainerError"] = "config_error", ["RunContainerError"] = "config_error",
        ["ContainerCannotRun"] = "config_error",
        ["Unhealthy"] = "probe_failure", ["ProbeWarning"] = "probe_failure",
        ["FailedScheduling"] = "scheduling", ["Unschedulable"] = "scheduling",
        ["Evicted"] = "evicted", ["Preempted"] = "evicted",
        ["NodeNotReady"] = "node_not_ready", ["NodeUnreachable"] = "node_not_ready", ["KubeletNotReady"] = "node_not_ready",
        ["DiskPressure"] = "disk_pressure", ["NodeHasDiskPressure"] = "disk_pressure", ["FreeDiskSpaceFailed"] = "disk_pressure",
        ["FailedMount"] = "volume_mount", ["FailedAttachVolume"] = "volume_mount", ["FailedBinding"] = "volume_mount",
        ["ProvisioningFailed"] = "volume_mount",
        ["MemoryPressure"] = "high_memory", ["NodeHasInsufficientMemory"] = "high_memory",
        ["DNSConfigForming"] = "dns", ["NetworkNotReady"] = "network", ["FailedCreatePodSandBox"] = "network",
        ["ProgressDeadlineExceeded"] = "deploy_regression", ["BackoffLimitExceeded"] = "job_failed", ["ExceededQuota"] = "quota",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static PatternLabels Of(Incident incident) => Of(incident.Title, incident.Description, incident.Labels);

    /// <summary>The pattern alone, which asks fewer rules.</summary>
    public static string PatternOf(Incident incident) => ByReason(incident.Labels) ?? FailurePatterns.Label(incident.Title, incident.Description);

    public static PatternLabels Of(string title, string? description, ImmutableArray<AlertLabel> labels)
    {
        var byWords = FailurePatterns.All(title, description);
        var pattern = ByReason(labels) ?? (byWords.IsEmpty ? FailurePatterns.Unknown : byWords[0]);
        return new(pattern, byWords.Remove(pattern));
    }

    /// <summary>Null where nobody handed on a reason that says anything.</summary>
    private static string? ByReason(ImmutableArray<AlertLabel> labels)
    {
        foreach (var label in labels)
            if (ReasonLabels.Contains(label.Name) && OfReasons.TryGetValue(label.Value, out var pattern)) return pattern;
        return null;
    }
}
