using System.Collections.Frozen;
using AiSre.Domain.Actions;

namespace AiSre.Domain.Diagnosis;

/// <summary>
/// What could be done about a cause with the actions that there are. Names come from what was read of the cluster, never from a text.
/// </summary>
public static class SuggestionRules
{
    /// <summary>Causes for which a new pod is well for a while at least; for others it fails as the one before did.</summary>
    private static readonly FrozenSet<string> RestartHelps =
        new[] { "oom_killed", "memory_leak", "application_crash", "descriptors_or_threads_exhausted" }.ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<(ActionRequest Request, string Description)> Of(IncidentDiagnosis diagnosis)
    {
        if (diagnosis.Cause is not { } cause || diagnosis.Report is not { Cluster: { } cluster } report) yield break;
        if (RestartHelps.Contains(cause.Cause) && report.Pod is { } pod && IsDying(pod))
        {
            yield return (
                new() { Action = ActionName.RestartPod, Cluster = cluster, Namespace = pod.Namespace, PodName = pod.Name },
                "Restart one pod so that its controller makes it anew.");
        }

        if (cause is { Cause: "deployment_zero_replicas", Component: { Kind: "Deployment" } deployment })
        {
            yield return (
                new()
                {
                    Action = ActionName.ScaleDeployment, Cluster = cluster, Namespace = deployment.Namespace, DeploymentName = deployment.Name,
                    Replicas = 1,
                },
                "Scale the deployment up from nothing.");
        }
    }

    /// <summary>
    /// What a model names beside that, done to what was read of the cluster. How many replicas there should be nothing says, so it scales nothing.
    /// </summary>
    public static IEnumerable<(ActionRequest Request, string Description)> OfModel(IncidentDiagnosis diagnosis)
    {
        if (diagnosis is not { Opinion: { IsUsed: true } opinion, Report: { Cluster: { } cluster, Pod: { } pod } }) yield break;
        var named = Of(diagnosis).Select(one => one.Request.Action).ToHashSet();
        if (opinion.Actions.Contains(ActionName.RestartPod) && !named.Contains(ActionName.RestartPod))
        {
            yield return (
                new() { Action = ActionName.RestartPod, Cluster = cluster, Namespace = pod.Namespace, PodName = pod.Name },
                "Restart one pod, as the chat model suggests.");
        }

        if (opinion.Actions.Contains(ActionName.SuggestConfigFix) && pod.Workload is { } workload)
        {
            yield return (
                new() { Action = ActionName.SuggestConfigFix, Cluster = cluster, Namespace = pod.Namespace, Component = workload },
                "Have a change of the configuration written, as the chat model suggests.");
        }
    }

    private static bool IsDying(PodContext pod) => pod.Status is "CrashLoopBackOff" or "OOMKilled" || pod.LastTerminationReason is "OOMKilled";
}
