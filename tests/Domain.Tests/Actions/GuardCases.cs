using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Tests.Actions;

/// <summary>A shop's deployment of three pods in which everything is well, and what tests change about it.</summary>
internal static class GuardCases
{
    /// <summary>A Wednesday.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero);

    public static readonly Principal Olga = Principal.Person("olga", ActingRole.Operator);
    public static readonly Principal Adam = Principal.Person("adam", ActingRole.Admin);
    public static readonly Principal Vera = Principal.Person("vera", ActingRole.Viewer);
    public static readonly Principal Machine = new("autonomy", ActingRole.Operator, PrincipalKind.Autonomy);

    public static readonly ObjectRef Deployment = new("Deployment", "shop", "cart", "uid-cart");
    public static readonly ObjectRef ReplicaSet = new("ReplicaSet", "shop", "cart-7d8f", "uid-cart-7d8f");

    public static readonly PodFacts Pod = PodOf("cart-7d8f-a", "uid-a");

    public static readonly ActionPolicy Policy = BuiltInActionPolicy.Value with { Name = "shop", MaxBlastRadius = BlastRadius.ServiceOutage };

    public static readonly TargetFacts Facts = new()
    {
        Cluster = "east",
        ReadAt = Noon,
        Pod = new(Pod),
        Workload = new(new WorkloadFacts
        {
            Ref = Deployment, ResourceVersion = "70", DesiredReplicas = 3, ReadyReplicas = 3, UpdatedReplicas = 3, Revision = "4", PodRevision = "4",
            CpuRequest = 500, MemoryRequest = 1024,
        }),
        ReplicaSet = ReplicaSet,
        Siblings = new(ImmutableArray.Create(Pod, PodOf("cart-7d8f-b", "uid-b"), PodOf("cart-7d8f-c", "uid-c"))),
        Budgets = new(ImmutableArray<DisruptionBudgetFacts>.Empty),
        Autoscalers = new(ImmutableArray<AutoscalerFacts>.Empty),
        Quotas = new(ImmutableArray<QuotaFacts>.Empty),
        Nodes = new(ImmutableArray.Create(new NodeRoom("n1", 8_000, 1 << 20, 50))),
        Namespace = new(new NamespaceFacts(false, 4, 0)),
    };

    public static readonly ActionCase Restart = new()
    {
        Request = new() { Action = ActionName.RestartPod, Namespace = "shop", PodName = "cart-7d8f-a" },
        Caller = Olga,
        Now = Noon,
        IsDryRun = false,
        KillSwitch = new(KillSwitch.Off),
        Policies = new(PoliciesOf(Policy)),
        Cluster = new("east"),
        Facts = Facts,
        Past = new(ImmutableArray<PastAction>.Empty),
        Grant = YesOf(Olga),
    };

    public static readonly ActionCase Scale = Restart with
    {
        Request = new() { Action = ActionName.ScaleDeployment, Namespace = "shop", DeploymentName = "cart", Replicas = 4 },
        Facts = Facts with { Pod = default },
    };

    public static readonly ActionCase Suggest = Restart with
    {
        Request = new() { Action = ActionName.SuggestConfigFix, Namespace = "shop", Component = "cart", Issue = "OOMKilled" }, Facts = null,
    };

    public static PodFacts PodOf(string name, string uid) => new()
    {
        Ref = new("Pod", "shop", name, uid), ResourceVersion = "81", CreatedAt = Noon.AddHours(-3), Phase = "Running", IsReady = true,
            Controller = ReplicaSet,
        Node = "n1",
    };

    public static ActionPolicies PoliciesOf(params ReadOnlySpan<ActionPolicy> policies) => new() { Policies = [.. policies], Revision = "7" };

    public static ApprovalGrant YesOf(Principal approver, string? requester = null) =>
        new() { Requester = requester ?? approver.Name, Approver = approver, ExpiresAt = Noon.AddMinutes(30) };

    public static ActionCase With(this ActionCase given, Func<PodFacts, PodFacts> change)
    {
        var pod = change(given.Facts!.Pod.Value!);
        var siblings = given.Facts.Siblings.Value!.Value.Select(other => other.Ref.Name == pod.Ref.Name ? pod : other);
        return given with { Facts = given.Facts with { Pod = new(pod), Siblings = new(siblings.ToImmutableArray()) } };
    }

    public static ActionCase WithOwner(this ActionCase given, Func<WorkloadFacts, WorkloadFacts> change) =>
        given with { Facts = given.Facts! with { Workload = new(change(given.Facts.Workload.Value!)) } };

    public static ActionCase With(this ActionCase given, Func<TargetFacts, TargetFacts> change) => given with { Facts = change(given.Facts!) };

    public static ActionCase With(this ActionCase given, Func<ActionPolicy, ActionPolicy> change) =>
        given with { Policies = new(PoliciesOf(change(given.Policies.Value!.Policies[0]))) };

    public static ActionCase Asks(this ActionCase given, Func<ActionRequest, ActionRequest> change) => given with { Request = change(given.Request) };

    /// <summary>The only pod of its workload that serves.</summary>
    public static ActionCase Alone(this ActionCase given) =>
        given.With((TargetFacts facts) => facts with { Siblings = new(ImmutableArray.Create(facts.Pod.Value!)) });

    public static ActionCase Budget(this ActionCase given, params ReadOnlySpan<DisruptionBudgetFacts> budgets)
    {
        ImmutableArray<DisruptionBudgetFacts> all = [.. budgets];
        return given.With((TargetFacts facts) => facts with { Budgets = new(all) });
    }

    public static ActionCase Did(this ActionCase given, params ReadOnlySpan<(double MinutesAgo, ActionName Action, string Workload)> past)
    {
        ImmutableArray<PastAction> all = [.. past.ToArray().Select(entry => new PastAction(Noon.AddMinutes(-entry.MinutesAgo), entry.Action,
            entry.Workload))];
        return given with { Past = new(all) };
    }

    /// <summary>How limits call the shop's deployment.</summary>
    public const string Cart = "east/shop/Deployment/cart";
}
