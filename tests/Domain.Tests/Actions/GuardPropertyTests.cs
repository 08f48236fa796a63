using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Rules;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;
using CsCheck;
using static AiSre.Domain.Tests.Actions.GuardCases;

namespace AiSre.Domain.Tests.Actions;

/// <summary>Whatever is asked, whoever asks and whatever the cluster says: these never happen.</summary>
public sealed class GuardPropertyTests
{
    private static readonly Gen<string> Namespaces = Gen.OneOfConst("shop", "shop", "shop", "shop", "shop", "shop", "pay", "kube-system",
        "istio-system", "platform", "",
        "Shop");
    private static readonly Gen<ActingRole> Roles = Gen.OneOfConst(ActingRole.Viewer, ActingRole.Operator, ActingRole.Operator, ActingRole.Admin);

    private static readonly Gen<Principal> Principals =
        Gen.Select(Gen.OneOfConst("olga", "adam", "run"), Roles, Gen.OneOfConst(PrincipalKind.Person, PrincipalKind.Person, PrincipalKind.Run,
            PrincipalKind.Autonomy))
            .Select((name, role, kind) => new Principal(name, role, kind));

    private static readonly Gen<ActionRequest> Requests =
        Gen.Select(Gen.OneOfConst([.. ActionNames.All, (ActionName)9]), Namespaces, Gen.OneOfConst("cart-7d8f-a", "cart-7d8f-a", "cart-7d8f-a",
            "cart-7d8f-a", "", "x y"), Gen.Int[-1, 60],
            Gen.Bool)
            .Select((action, ns, name, replicas, force) => new ActionRequest
            {
                Action = action, Namespace = ns, PodName = name, DeploymentName = name, Replicas = replicas, Force = force, AcceptRevert = force,
            });

    private static readonly Gen<FreezeWindow> Windows = Gen.Select(Gen.Int[0, 1439], Gen.Int[1, 1440], Gen.Int[1, 7].Array[0, 3], Roles.Array[0, 1])
        .Select((from, to, days, roles) => new FreezeWindow
        {
            Name = "w", TimeZone = "Europe/Berlin", FromMinute = from, ToMinute = to, Days = [.. days], AllowRoles = [.. roles],
        });

    private static readonly Gen<ActionLimits> Limits = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 20], Gen.Int[0, 4], Gen.Int[0, 50], Gen.Int[0, 12],
        Gen.Int[0, 3])
        .Select((perHour, cooldown, restarts, most, delta, least) => new ActionLimits
        {
            MaxActionsPerHour = perHour, PerTargetCooldownMinutes = cooldown, MaxRestartsPerWorkloadPerHour = restarts, MaxReplicas = most,
            MaxReplicaDelta = delta, MinReplicas = least,
        });

    private static readonly Gen<ActionPolicy> PolicyGen =
        Gen.Select(Limits, Windows.Array[0, 1], Gen.OneOfConst([.. BlastRadii.All]), Gen.Enum<ApprovalNeed>(), Gen.OneOfConst<bool?>(null, true,
            false), Gen.Bool)
            .Select((limits, freeze, radius, approval, eyes, auto) => Policy with
            {
                Limits = limits, Freeze = [.. freeze], MaxBlastRadius = radius, Approval = approval, FourEyes = eyes,
                Auto = new() { IsEnabled = auto, Namespaces = ["*"], Actions = [.. ActionNames.All], MaxBlastRadius = radius },
            });

    private static readonly Gen<PastAction> Did =
        Gen.Select(Gen.Double[0, 90], Gen.OneOfConst([.. ActionNames.All]), Gen.OneOfConst(Cart, Cart, "east/pay/Deployment/pay"))
            .Select((minutes, action, workload) => new PastAction(Noon.AddMinutes(-minutes), action, workload));

    private static readonly Gen<ApprovalGrant?> Grants =
        Gen.Select(Principals, Gen.OneOfConst("olga", "adam"), Gen.Int[-5, 30], Gen.OneOfConst<string?>(null, "6", "7"))
            .Select((approver, requester, minutes, revision) => new ApprovalGrant
            {
                Approver = approver, Requester = requester, ExpiresAt = Noon.AddMinutes(minutes), PolicyRevision = revision,
            }).Null();

    private static readonly Gen<TargetFacts> Clusters =
        Gen.Select(Gen.Int[0, 14], Gen.Bool, Gen.Bool, Gen.Int[0, 90], Gen.Bool)
            .Select((replicas, alone, ready, age, annotated) =>
            {
                var pod = Pod with
                {
                    IsReady = ready, CreatedAt = Noon.AddSeconds(-age * 10),
                    Annotations = annotated && age % 5 == 0 ? ImmutableDictionary<string, string>.Empty.Add("ai-sre/protect",
                        "true") : Pod.Annotations,
                };
                return Facts with
                {
                    Pod = new(pod), Workload = new(Facts.Workload.Value! with { DesiredReplicas = replicas }),
                    Siblings = new(alone ? ImmutableArray.Create(pod) : ImmutableArray.Create(pod, PodOf("cart-7d8f-b", "uid-b"))),
                };
            });

    private static readonly Gen<ActionCase> Cases =
        Gen.Select(
                Gen.Select(Requests, Principals, Gen.OneOfConst(true, false, false, false)),
                Gen.Select(PolicyGen, Clusters, Did.Array[0, 3]),
                Gen.Select(Grants, Gen.Int[0, 20_000], Gen.Int[0, 9]))
            .Select((asked, known, rest) => Restart with
            {
                Request = asked.Item1, Caller = asked.Item2, IsDryRun = asked.Item3,
                Policies = new(PoliciesOf(known.Item1)), Facts = known.Item2, Past = new(known.Item3.ToImmutableArray()),
                Grant = rest.Item1, OwnNamespace = "platform",
                // The wall clock moves through two weeks, and the facts with it.
                Now = Noon,
                KillSwitch = rest.Item3 == 0 ? new(new KillSwitch(true)) : rest.Item3 == 1 ? new(null, "away") : new(KillSwitch.Off),
                Autonomy = new() { Confidence = 0.9, IsStorm = rest.Item2 % 7 == 0 },
            });

    [Fact]
    public void No_input_yields_a_forbidden_action() => Cases.Sample(
        given =>
        {
            var (decision, permitted) = PermittedAction.Ask(given);
            if (permitted is null || permitted.IsDryRun) return true;
            var policy = given.Policies.Value!.Policies[0];
            var request = given.Request;
            Assert.False(given.IsDryRun);
            Assert.Equal((true, false), (given.KillSwitch.IsKnown, given.KillSwitch.Value!.IsOn));
            Assert.DoesNotContain(request.Namespace, new[] { "kube-system", "istio-system", "platform", "", "Shop" });
            Assert.NotEqual(ApprovalNeed.Forbidden, policy.Approval);
            Assert.True(decision.BlastRadius <= policy.MaxBlastRadius);
            Assert.All(
                policy.Freeze,
                window => Assert.True(FreezeRules.EndAt(window, given.Now) is null || window.AllowRoles.Contains(given.Caller.Role)));
            AssertSomebodyMaySayYes(given, decision);
            AssertWithinLimits(given, policy.Limits);
            Assert.Equal(given.Facts!.Workload.Value!.Ref.Uid, permitted.Plan.Workload!.Uid);
            return true;
        },
        iter: 20_000);

    /// <summary>The generator must reach what the property is about, else it proves nothing.</summary>
    [Fact]
    public void Some_of_the_inputs_are_executed_and_most_are_refused_for_many_reasons()
    {
        var codes = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Cases.Sample(given => { codes.AddOrUpdate(PermittedAction.Ask(given).Decision.Code ?? "executed", 1, (_, count) => count + 1); },
            iter: 60_000);
        foreach (var code in new[]
                 {
                     "executed", "kill_switch", "unknown_action", "invalid_arguments", "role", "protected_namespace", "policy_denied",
                         "freeze_window",
                     "target_protected", "pod_too_young", "replica_limit", "cooldown", "action_rate_limited", "breaker_open", "approval_required",
                         "approval_role",
                     "approval_expired", "approval_outdated", "four_eyes",
                 })
            Assert.True(codes.ContainsKey(code), code);
    }

    [Fact]
    public void The_same_input_gives_the_same_answer() => Cases.Sample(
        given => Assert.Equal(ActionGuard.Decide(given).Checks.AsEnumerable(), ActionGuard.Decide(given).Checks.AsEnumerable()), iter: 500);

    private static void AssertSomebodyMaySayYes(ActionCase given, ActionDecision decision)
    {
        Assert.NotEqual(ActingRole.Viewer, given.Caller.Role);
        var needed = decision.BlastRadius > BlastRadius.SingleWorkload ? ActingRole.Admin : ActingRole.Operator;
        if (given.Grant is not { } grant)
        {
            Assert.False(decision.NeedsApproval);
            Assert.True(given.Caller.Role >= needed);
            return;
        }
        Assert.Equal(PrincipalKind.Person, grant.Approver.Kind);
        Assert.True(grant.Approver.Role >= needed);
        Assert.True(given.Now < grant.ExpiresAt);
        Assert.True(grant.PolicyRevision is null or "7");
        if (decision.NeedsFourEyes) Assert.NotEqual(grant.Requester, grant.Approver.Name);
    }

    private static void AssertWithinLimits(ActionCase given, ActionLimits limits)
    {
        var past = given.Past.Value!.Value;
        var hour = past.Count(entry => entry.At > given.Now.AddHours(-1));
        Assert.True(hour < (given.Grant is null ? limits.MaxActionsPerHour : 60));
        Assert.DoesNotContain(past, entry => entry.Workload == Cart && entry.At.AddMinutes(limits.PerTargetCooldownMinutes) > given.Now);
        if (given.Request.Action is ActionName.RestartPod)
        {
            var restarts = past.Count(entry => entry is { Workload: Cart, Action: ActionName.RestartPod } && entry.At > given.Now.AddHours(-1));
            Assert.True(restarts < limits.MaxRestartsPerWorkloadPerHour);
            return;
        }
        var (now, wanted) = (given.Facts!.Workload.Value!.DesiredReplicas, given.Request.Replicas);
        Assert.InRange(wanted, limits.MinReplicas, limits.MaxReplicas);
        if (given.Grant?.Approver.Role is ActingRole.Admin) return;
        Assert.True(Math.Abs(wanted - now) <= limits.MaxReplicaDelta);
        Assert.True(wanted <= Math.Max(now, Math.Ceiling(Math.Max(1, now) * limits.MaxScaleUpFactor)));
    }
}
