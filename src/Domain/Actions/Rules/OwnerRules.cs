using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Rules;

/// <summary>What the pod's owner would do when it is gone.</summary>
internal static class OwnerRules
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    public static Verdict Restartable(CaseView view)
    {
        if (view.Pod is not { } pod) return Verdict.Skip("No pod is restarted.");
        if (pod.Annotations.ContainsKey(MirrorAnnotation) || pod.Controller?.Kind is "Node")
            return Refused($"Pod {pod.Ref.Name} mirrors a static pod of the node {pod.Node ?? "it runs on"}: deleting the mirror restarts nothing.");
        if (view.Facts?.Workload is { IsKnown: false } read) return Verdict.Blind("The owner of the pod", read.Problem);
        return pod.Controller?.Kind switch
        {
            null => Refused($"Pod {pod.Ref.Name} has no owner: nobody would make it again."),
            "ReplicaSet" or "ReplicationController" => Replaced(view, pod),
            "StatefulSet" => StatefulSet(view, pod),
            "DaemonSet" => DaemonSet(view, pod),
            "Job" => Job(view, pod),
            var kind => Refused($"Pod {pod.Ref.Name} belongs to a {kind}, of which it is not known whether it would make it again."),
        };
    }

    private static Verdict Replaced(CaseView view, PodFacts pod) => view.Owner switch
    {
        null when pod.Controller is { Kind: "ReplicaSet" } set => Verdict.Blind($"ReplicaSet {set.Name}", "it was not found"),
        { PodRevision: { } own, Revision: { } newest } owner when own != newest => Verdict.Warn(
            $"Pod {pod.Ref.Name} is of revision {own} of {Named(owner)}, whose newest is {newest}: its old ReplicaSet would make the successor."),
        { IsPaused: true } owner => Verdict.Warn($"The rollout of {Named(owner)} is paused; the pod is replaced by one of the same revision."),
        { IsRollingOut: true } owner => Verdict.Warn($"A rollout of {Named(owner)} is under way; it may replace the pod by itself."),
        _ => Verdict.Pass($"{pod.Controller!.Kind} {pod.Controller.Name} would make a new pod under another name."),
    };

    private static Verdict StatefulSet(CaseView view, PodFacts pod) => view.Owner switch
    {
        null => Verdict.Blind($"StatefulSet {pod.Controller!.Name}", "it was not found"),
        { IsRollingOut: true } owner => Verdict.Refuse(
            RefusalCode.RolloutRunning,
            $"{Named(owner)} is in a rolling update, which goes on only while its pods are ready; wait until it is through."),
        var owner => Verdict.Pass($"{Named(owner)} would make {pod.Ref.Name} again, with its name and its volumes."),
    };

    private static Verdict DaemonSet(CaseView view, PodFacts pod) => view.IsForcedByAdmin
        ? Verdict.Warn($"DaemonSet {pod.Controller!.Name} would make it again on the same node {pod.Node}; an admin forces it.")
        : Refused($"DaemonSet {pod.Controller!.Name} would make it again on the same node {pod.Node}; an admin may force it.");

    private static Verdict Job(CaseView view, PodFacts pod)
    {
        var limit = view.Owner?.BackoffLimit is { } backoff
            ? FormattableString.Invariant($"its backoffLimit is {backoff}, so it may be tried again or the job may fail")
            : "its backoffLimit decides whether it is tried again";
        var policy = view.Owner?.HasPodFailurePolicy is true ? "; its podFailurePolicy may count it as the job's failure at once" : "";
        return Refused($"Job {pod.Controller!.Name} would take the deleted pod for a failure: {limit}{policy}.");
    }

    private static Verdict Refused(string sentence) => Verdict.Refuse(RefusalCode.OwnerKind, sentence);

    private static string Named(WorkloadFacts owner) => $"{owner.Ref.Kind} {owner.Ref.Name}";
}
