using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Demo;

/// <summary>
/// The shop's cluster, which does not exist: the guard decides over facts that are made up, and no object has the UIDs that it names.
/// </summary>
/// <param name="policies">What the shop has written.</param>
/// <param name="dice">For ids.</param>
internal sealed class DemoCluster(ActionPolicies policies, DemoDice dice)
{
    private const int Pods = 4;

    private readonly List<PastAction> done = [];

    /// <param name="incident">For which it is.</param>
    /// <param name="deed">What came of it.</param>
    /// <param name="at">When.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="request">For what.</param>
    /// <param name="approver">Who says yes; null: nobody.</param>
    public DemoAction Play(
        Incident incident, DemoDeed deed, DateTimeOffset at, Principal by, ActionRequest request, string? approver = null)
    {
        var grant = approver is null ? null : new ApprovalGrant
        {
            Requester = by.Name, Approver = Principal.Person(approver, ActingRole.Operator), ExpiresAt = at.AddMinutes(5), IncidentId = incident.Id,
        };
        var given = new ActionCase
        {
            Request = request,
            Caller = by,
            Now = at,
            IsDryRun = deed is DemoDeed.Tried,
            KillSwitch = new(KillSwitch.Off),
            Policies = new(policies),
            Cluster = new(request.Cluster),
            // What is refused for its place is no reason to ask a cluster.
            Facts = deed is DemoDeed.Refused ? null : Facts(incident, request, at),
            Past = new(done.ToImmutableArray()),
            Grant = grant,
            Incident = new(incident.Id, IsOver: false, IneffectiveFixes: 0),
        };
        var workload = new CaseView(given).Workload;
        if (deed is DemoDeed.Done) done.Add(new(at, request.Action, workload!, incident.Id));
        var prefix = deed is DemoDeed.Asked ? "apr-" : "act-";
        return new()
        {
            Id = prefix + TimedId.Of(TimedId.MillisecondOf(at), dice.Below(TimedId.Numbers)), Deed = deed, IncidentId = incident.Id, At = at, By = by,
            Grant = grant, Request = request, Decision = ActionGuard.Decide(given), Workload = workload,
        };
    }

    /// <summary>One pod of four is ill.</summary>
    private static TargetFacts Facts(Incident incident, ActionRequest request, DateTimeOffset at)
    {
        var (place, name) = (request.Namespace, incident.Subject.Deployment!);
        var ill = incident.Subject.Pod ?? $"{name}-0";
        var set = new ObjectRef("ReplicaSet", place, ill[..ill.LastIndexOf('-')], $"demo-{name}-set");
        var well = Enumerable.Range(1, Pods - 1).Select(i => Pod($"{set.Name}-{i}", isReady: true));
        ImmutableArray<PodFacts> pods = [.. well, Pod(ill, isReady: false)];
        return new()
        {
            Cluster = request.Cluster!,
            ReadAt = at,
            Pod = request.Action is ActionName.RestartPod ? new(pods[^1]) : default,
            Workload = new(new WorkloadFacts
            {
                Ref = new("Deployment", place, name, $"demo-{name}"), ResourceVersion = "1", DesiredReplicas = Pods, ReadyReplicas = Pods - 1,
                UpdatedReplicas = Pods, Revision = "1", PodRevision = "1", CpuRequest = 500, MemoryRequest = 1 << 30,
            }),
            ReplicaSet = set,
            Siblings = new(pods),
            Budgets = new(ImmutableArray.Create(new DisruptionBudgetFacts(name, 1, Pods - 1, Pods - 2, "IfHealthyBudget"))),
            Autoscalers = new(ImmutableArray<AutoscalerFacts>.Empty),
            Quotas = new(ImmutableArray<QuotaFacts>.Empty),
            Nodes = new(ImmutableArray.Create(new NodeRoom("worker-eu-12", 16_000, 64L << 30, 60))),
            Namespace = new(new NamespaceFacts(IsTerminating: false, Workloads: 14, Unready: 1)),
        };

        PodFacts Pod(string pod, bool isReady) => new()
        {
            Ref = new("Pod", place, pod, $"demo-{pod}"), ResourceVersion = "1", CreatedAt = at.AddHours(-9), Phase = "Running", IsReady = isReady,
            Controller = set, Node = "worker-eu-12",
        };
    }
}
