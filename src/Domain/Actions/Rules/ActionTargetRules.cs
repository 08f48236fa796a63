using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Whether the object is there, is the one that is meant, and may be touched.</summary>
internal static class ActionTargetRules
{
    private const string ProtectAnnotation = "ai-sre/protect";

    public static Verdict Cluster(CaseView view)
    {
        if (!view.Touches) return Verdict.Skip("It touches no cluster.");
        return view.Case.Cluster switch
        {
            { IsKnown: false } read => new(CheckOutcome.Unknown, $"{read.Problem.TrimEnd('.')}.", RefusalCode.ClusterUnavailable),
            { Value: { } name } => Verdict.Pass($"The cluster is {name}."),
            _ when view.Request.Cluster is { Length: > 0 } asked => Verdict.Refuse(
                RefusalCode.UnknownCluster, $"There is no cluster '{Spelling.Shown(asked)}' here, so nothing is done anywhere."),
            _ => Verdict.Refuse(RefusalCode.ClusterUnavailable, "No Kubernetes cluster is configured."),
        };
    }

    /// <summary>Whose it is instead is nobody else's business.</summary>
    public static Verdict Workspace(CaseView view) => !view.Touches ? Verdict.Skip("It touches no cluster.")
        : view.Case is { IsForeignNamespace: true, Cluster.Value: { } name } ? Verdict.Refuse(
            RefusalCode.NamespaceNotAllowed, $"The namespace {view.Request.Namespace} of cluster {name} does not belong to this workspace.")
        : Verdict.Pass("The namespace belongs to this workspace.");

    public static Verdict Namespace(CaseView view) => !view.Touches ? Verdict.Skip("It touches no cluster.") : view.Facts switch
    {
        null => NotRead(view, "The namespace"),
        { Namespace: { IsKnown: false } read } => Verdict.Blind($"The namespace {view.Request.Namespace}", read.Problem),
        { Namespace.Value: null } => Verdict.Refuse(RefusalCode.TargetNotFound, $"There is no namespace {view.Request.Namespace}."),
        { Namespace.Value: { IsTerminating: true } } => Verdict.Refuse(
            RefusalCode.NamespaceTerminating, $"The namespace {view.Request.Namespace} is being deleted; what is in it goes anyway."),
        _ => Verdict.Pass($"The namespace {view.Request.Namespace} is there."),
    };

    public static Verdict Exists(CaseView view)
    {
        if (!view.Touches) return Verdict.Skip("It touches no cluster.");
        if (view.Facts is not { } facts) return NotRead(view, What(view));
        if (view.IsRestart ? facts.Pod is { IsKnown: false } : facts.Workload is { IsKnown: false })
            return Verdict.Blind(What(view), view.IsRestart ? facts.Pod.Problem : facts.Workload.Problem);
        if ((view.IsRestart ? facts.Pod.Value?.Ref : facts.Workload.Value?.Ref) is not null) return Verdict.Pass($"{What(view)} is there.");
        return view.Case.Plan?.Target is { } planned
            ? Verdict.Refuse(RefusalCode.TargetChanged, $"{Kind(view)} {planned.Name} (uid {planned.Uid}) is gone.{Successors(facts)}")
            : Verdict.Refuse(RefusalCode.TargetNotFound, $"{What(view)} does not exist in namespace {view.Request.Namespace}.");
    }

    /// <summary>A namesake is another object, and whoever said yes did not mean it.</summary>
    public static Verdict Identity(CaseView view)
    {
        if (view.Case.Plan?.Target is not { } planned) return Verdict.Skip("It was not planned for an object before.");
        if (view.Plan.Target is not { } found) return Verdict.Blind(What(view), "it was not found");
        if (found.Uid != planned.Uid)
            return Verdict.Refuse(
                RefusalCode.TargetChanged,
                $"{What(view)} is another object now: it was uid {planned.Uid} and is uid {found.Uid}. Ask again if that one is meant.");
        var (before, now) = (view.Case.Plan.ReplicasBefore, view.Plan.ReplicasBefore);
        return before is null || now is null || now == before || now == view.Request.Replicas
            ? Verdict.Pass($"It is the object that was meant (uid {found.Uid}).")
            : Verdict.Refuse(RefusalCode.TargetChanged, FormattableString.Invariant(
                $"{What(view)} had {before} replicas when it was planned and has {now} now. Ask again if {view.Request.Replicas} are still meant."));
    }

    public static Verdict NotProtected(CaseView view)
    {
        if (!view.Touches || view.Facts is null) return Verdict.Skip("There is nothing to look at.");
        var marked = view.Pod?.Annotations.GetValueOrDefault(ProtectAnnotation) is "true"
            || view.Owner?.Annotations.GetValueOrDefault(ProtectAnnotation) is "true";
        if (marked) return Verdict.Refuse(RefusalCode.TargetProtected, $"The annotation {ProtectAnnotation}=true forbids it.");
        return view.Pod?.PriorityClass is "system-cluster-critical" or "system-node-critical"
            ? Verdict.Refuse(RefusalCode.TargetProtected, $"{What(view)} has the priority {view.Pod.PriorityClass}: the cluster needs it.")
            : Verdict.Pass("Nothing marks it as protected.");
    }

    /// <summary>In front of its name, at the beginning of a sentence.</summary>
    public static string What(CaseView view) => view.IsRestart ? $"Pod {view.Request.PodName}" : $"Deployment {view.Request.DeploymentName}";

    private static string Kind(CaseView view) => view.IsRestart ? "Pod" : "Deployment";

    private static string Successors(TargetFacts facts)
    {
        var names = facts.Siblings.Value is { IsDefaultOrEmpty: false } pods ? pods.Take(3).Select(pod => pod.Ref.Name).ToList() : [];
        return names.Count == 0 ? " Ask again for the one that is there now."
            : $" Its workload has {string.Join(", ", names)} now; ask again if one of those is meant.";
    }

    private static Verdict NotRead(CaseView view, string what) => Verdict.Blind(what, view.Case.Cluster.Problem ?? "the cluster was not asked");
}
