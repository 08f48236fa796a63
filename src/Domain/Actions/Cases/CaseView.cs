using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Actions.Cases;

/// <summary>A case with what several rules want to know of it.</summary>
public sealed class CaseView(ActionCase given)
{
    public ActionCase Case => given;
    public ActionRequest Request => given.Request;
    public DateTimeOffset Now => given.Now;
    public TargetFacts? Facts => given.Facts;

    public bool IsRestart => Request.Action is ActionName.RestartPod;
    public bool IsScale => Request.Action is ActionName.ScaleDeployment;

    /// <summary>It is about an object of a cluster.</summary>
    public bool Touches => IsRestart || IsScale;

    /// <summary>The pod of a restart; null: there is none, or it could not be read.</summary>
    public PodFacts? Pod => IsRestart ? Facts?.Pod.Value : null;

    /// <summary>The deployment of a scale, or what the pod belongs to.</summary>
    public WorkloadFacts? Owner => Facts?.Workload.Value;

    /// <summary>A forced delete counts for admins only.</summary>
    public bool IsForcedByAdmin => Request.Force && given.Caller.Role is ActingRole.Admin;

    public ActionPolicy? Policy { get; } = given.Policies.Value?.For(given.Request.Action, given.Request.Namespace);

    /// <summary>How the workload is called in limits, locks and the action log; null: it is not known what would be acted on.</summary>
    public string? Workload => Facts is not { } facts ? null
        : Owner is { } owner ? WorkloadName(facts.Cluster, owner.Ref)
        : Pod is { } pod ? WorkloadName(facts.Cluster, pod.Controller ?? pod.Ref)
        : null;

    /// <summary>Nothing that the cluster does is asked for: it is so already.</summary>
    public bool IsNoOp => Pod?.DeletionTimestamp is not null || (IsScale && Owner is { } owner && owner.DesiredReplicas == Request.Replicas);

    /// <summary>Pods of the same workload that serve, the one in question left out; null: not known.</summary>
    public int? OtherReadyPods => Facts?.Siblings is { IsKnown: true, Value: { } pods }
        ? pods.Count(pod => pod.IsReady && pod.DeletionTimestamp is null && pod.Ref.Uid != Pod?.Ref.Uid)
        : null;

    /// <summary>The harm that it can do. What is not known counts as the worse.</summary>
    public BlastRadius BlastRadius => Request.Action switch
    {
        ActionName.RestartPod => OtherReadyPods is > 0 ? BlastRadius.SinglePod : BlastRadius.SingleWorkload,
        ActionName.ScaleDeployment => Request.Replicas > 0 ? BlastRadius.SingleWorkload : BlastRadius.ServiceOutage,
        ActionName.SuggestConfigFix => BlastRadius.None,
        _ => BlastRadius.Cluster,
    };

    /// <summary>A person's yes to exactly this, from somebody who may say it for what it can do.</summary>
    public bool IsApprovedByAdmin => given.Grant?.Approver is { Role: ActingRole.Admin, Kind: PrincipalKind.Person };

    /// <summary>A person stands behind it: it came with a yes.</summary>
    public bool IsApprovedByPerson => given.Grant?.Approver.Kind is PrincipalKind.Person;

    /// <summary>What the decision is for, as far as the cluster has told it.</summary>
    public ActionPlan Plan => new()
    {
        Request = Request,
        Cluster = Facts?.Cluster ?? given.Cluster.Value ?? "",
        Target = IsRestart ? Pod?.Ref : IsScale ? Owner?.Ref : null,
        ResourceVersion = IsRestart ? Pod?.ResourceVersion : IsScale ? Owner?.ResourceVersion : null,
        Workload = Owner?.Ref,
        ReplicasBefore = IsScale ? Owner?.DesiredReplicas : null,
    };

    /// <summary>What was done to the same workload, newest first.</summary>
    public IEnumerable<PastAction> PastOnWorkload =>
        (given.Past.Value ?? ImmutableArray<PastAction>.Empty).Where(past => past.Workload == Workload).OrderByDescending(past => past.At);

    /// <summary>How limits, locks and the action log call it.</summary>
    public static string WorkloadName(string cluster, ObjectRef reference) => $"{cluster}/{reference.Namespace}/{reference.Kind}/{reference.Name}";
}
