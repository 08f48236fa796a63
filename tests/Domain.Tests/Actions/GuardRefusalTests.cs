using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;
using static AiSre.Domain.Tests.Actions.GuardCases;

namespace AiSre.Domain.Tests.Actions;

/// <summary>Each rule that can refuse does, by its code and with a sentence that says why.</summary>
public sealed class GuardRefusalTests
{
    private static readonly FreezeWindow Always = new() { Name = "launch", TimeZone = "Europe/Berlin" };
    private static readonly DisruptionBudgetFacts NoBudget = new("cart-pdb", 0, 2, 3, "IfHealthyBudget");

    private static readonly (string Name, ActionCase Case, string? Code, string Says)[] Table =
    [
        // Nothing stands in the way.
        ("a restart", Restart, null, "within guardrails"),
        ("a scale", Scale, null, "within guardrails"),
        ("a suggestion", Suggest, null, "within guardrails"),
        ("a suggestion without a namespace", Suggest.Asks(r => r with { Namespace = "" }), null, "within guardrails"),
        // The kill switch.
        ("kill switch", Restart with { KillSwitch = new(new KillSwitch(true, "adam", "a bad day.")) }, "kill_switch", "on (by adam: a bad day)"),
        ("kill switch, a scale", Scale with { KillSwitch = new(new KillSwitch(true)) }, "kill_switch", "The kill switch is on: nothing"),
        ("kill switch, a suggestion", Suggest with { KillSwitch = new(new KillSwitch(true)) }, "kill_switch", "on"),
        ("kill switch unreadable", Restart with { KillSwitch = new(null, "timed out") }, "kill_switch", "could not be read: timed out."),
        ("kill switch without a word", Restart with { KillSwitch = default }, "kill_switch", "neither on nor off"),
        // Arguments.
        ("no such action", Restart.Asks(r => r with { Action = (ActionName)9 }), "unknown_action", "no such action"),
        ("no pod", Restart.Asks(r => r with { PodName = "" }), "invalid_arguments", "'pod_name': It is needed"),
        ("no namespace", Restart.Asks(r => r with { Namespace = "" }), "invalid_arguments", "'namespace': restart_pod needs"),
        ("a namespace that is none", Restart.Asks(r => r with { Namespace = "Shop" }), "invalid_arguments", "'namespace': This is no name"),
        ("shell in a name", Restart.Asks(r => r with { PodName = "cart; rm -rf /" }), "invalid_arguments", "'pod_name'"),
        ("a template in a name", Restart.Asks(r => r with { PodName = "{{ .Values.pod }}" }), "invalid_arguments", "'pod_name'"),
        ("a line break after a name", Restart.Asks(r => r with { PodName = "cart-7d8f-a\n" }), "invalid_arguments", "'pod_name'"),
        ("a path in a name", Restart.Asks(r => r with { PodName = "../secrets/x" }), "invalid_arguments", "'pod_name'"),
        ("no deployment", Scale.Asks(r => r with { DeploymentName = "" }), "invalid_arguments", "'deployment_name'"),
        ("fewer than none", Scale.Asks(r => r with { Replicas = -1 }), "invalid_arguments", "'replicas'"),
        ("more than the policy's most", Scale.Asks(r => r with { Replicas = 51 }), "invalid_arguments", "from 0 to 50"),
        // Who asks.
        ("a viewer", Restart with { Caller = Vera }, "role", "A viewer reads"),
        ("a forced delete by an operator", Restart.Asks(r => r with { Force = true }), "role", "Only an admin"),
        ("dev mode", Restart with { IsDevMode = true, Caller = Adam }, "dev_mode", "AI_SRE_DEV_ALLOW_ACTIONS"),
        ("dev mode that acts", Restart with { IsDevMode = true, DevModeActs = true }, null, "within guardrails"),
        ("dev mode, a dry run", Restart with { IsDevMode = true, IsDryRun = true }, null, "within guardrails"),
        // Where.
        ("kube-system", Restart.Asks(r => r with { Namespace = "kube-system" }), "protected_namespace", "kube-system is protected"),
        ("kube-public", Restart.Asks(r => r with { Namespace = "kube-public" }), "protected_namespace", "protected"),
        ("kube-node-lease", Restart.Asks(r => r with { Namespace = "kube-node-lease" }), "protected_namespace", "protected"),
        ("somebody's -system", Restart.Asks(r => r with { Namespace = "istio-system" }), "protected_namespace", "protected"),
        ("a suggestion there", Suggest.Asks(r => r with { Namespace = "istio-system" }), "protected_namespace", "protected"),
        ("its own namespace", Restart with { OwnNamespace = "shop" }, "protected_namespace", "shop is protected"),
        ("a namespace that no policy names", Restart.With((ActionPolicy p) => p with { Namespaces = ["pay-*"] }), "namespace_not_allowed",
            "No policy covers"),
        ("policies without namespaces", Restart.With((ActionPolicy p) => p with { Namespaces = [] }), "namespace_not_allowed", "No policy covers"),
        ("policies unreadable", Restart with { Policies = new(null, "no silo answers") }, "check_failed", "The policies could not be read: no silo"),
        // Policy.
        ("an action that no policy names", Restart.With((ActionPolicy p) => p with { Actions = [ActionName.ScaleDeployment] }), "policy_denied",
            "No policy"),
        ("forbidden", Restart.With((ActionPolicy p) => p with { Approval = ApprovalNeed.Forbidden }), "policy_denied", "'shop' forbids restart_pod"),
        ("a blast too large", Restart.Alone().With((ActionPolicy p) => p with { MaxBlastRadius = BlastRadius.SinglePod }), "policy_denied",
            "single_workload"),
        ("an outage under the built-in policy", Scale.Asks(r => r with { Replicas = 0 }).With((ActionPolicy _) => BuiltInActionPolicy.Value) with
            { Caller = Adam, Grant = YesOf(Adam, "olga") }, "policy_denied", "service_outage"),
        ("a freeze", Restart.With((ActionPolicy p) => p with { Freeze = [Always] }), "freeze_window", "'launch' of the policy 'shop' lasts until"),
        ("a freeze, a scale", Scale.With((ActionPolicy p) => p with { Freeze = [Always] }), "freeze_window", "launch"),
        ("a freeze in a zone that is gone", Restart.With((ActionPolicy p) => p with { Freeze = [Always with { TimeZone = "Mars/Base" }] }),
            "freeze_window",
            "no time zone"),
        ("a freeze that lets admins", (Restart with { Caller = Adam, Grant = YesOf(Adam) })
            .With((ActionPolicy p) => p with { Freeze = [Always with { AllowRoles = [ActingRole.Admin] }] }), null, "within"),
        ("a freeze that lets admins and not operators",
            Restart.With((ActionPolicy p) => p with { Freeze = [Always with { AllowRoles = [ActingRole.Admin] }] }), "freeze_window", "launch"),
        ("a freeze that lets operators act, autonomy",
            Alone.With((ActionPolicy p) => p with { Freeze = [Always with { AllowRoles = [ActingRole.Operator] }] }), "freeze_window", "launch"),
        ("a freeze on other days", Restart.With((ActionPolicy p) => p with { Freeze = [Always with { Days = [6, 7] }] }), null, "within"),
        // The cluster and the object.
        ("an unknown cluster", Restart.Asks(r => r with { Cluster = "west" }) with { Cluster = default, Facts = null }, "unknown_cluster",
            "no cluster 'west'"),
        ("no cluster", Restart with { Cluster = default, Facts = null }, "cluster_unavailable", "No Kubernetes cluster"),
        ("a cluster that does not answer", Restart with { Cluster = new(null, "east does not answer"), Facts = null }, "cluster_unavailable",
            "does not"),
        ("another workspace's namespace", Restart with { IsForeignNamespace = true, Facts = null }, "namespace_not_allowed",
            "The namespace shop of cluster east does not belong to this workspace"),
        ("nothing read", Restart with { Facts = null }, "check_failed", "could not be read"),
        ("no such namespace", Restart.With((TargetFacts f) => f with { Namespace = new(null) }), "target_not_found", "no namespace shop"),
        ("a namespace unreadable", Restart.With((TargetFacts f) => f with { Namespace = new(null, "403") }), "check_failed",
            "namespace shop could not"),
        ("a namespace that goes", Restart.With((TargetFacts f) => f with { Namespace = new(new NamespaceFacts(true, 4, 0)) }),
            "namespace_terminating",
            "being deleted"),
        ("no such pod", Restart.With((TargetFacts f) => f with { Pod = new(null), Workload = new(null) }), "target_not_found",
            "Pod cart-7d8f-a does not exist"),
        ("a pod unreadable", Restart.With((TargetFacts f) => f with { Pod = new(null, "timed out") }), "check_failed", "timed out"),
        ("no such deployment", Scale.With((TargetFacts f) => f with { Workload = new(null) }), "target_not_found", "Deployment cart does not"),
        ("a deployment unreadable", Scale.With((TargetFacts f) => f with { Workload = new(null, "403") }), "check_failed", "403"),
        ("the planned pod is gone", (Restart with { Plan = PlanFor("uid-a") }).With((TargetFacts f) => f with { Pod = new(null) }), "target_changed",
            "(uid uid-a) is gone. Its workload has cart-7d8f-a"),
        ("a namesake", Restart with { Plan = PlanFor("uid-old") }, "target_changed", "it was uid uid-old and is uid uid-a"),
        ("the planned pod", Restart with { Plan = PlanFor("uid-a") }, null, "within"),
        ("a scale from where it was planned", Scale with { Plan = ScaleFrom(3) }, null, "within"),
        ("a scale from elsewhere", Scale with { Plan = ScaleFrom(2) }, "target_changed", "had 2 replicas when it was planned and has 3 now"),
        ("protected by annotation", Restart.With((PodFacts p) => p with { Annotations = Marked }), "target_protected", "ai-sre/protect=true"),
        ("protected above", Restart.WithOwner(o => o with { Annotations = Marked }), "target_protected", "ai-sre/protect=true"),
        ("a protected deployment", Scale.WithOwner(o => o with { Annotations = Marked }), "target_protected", "ai-sre/protect=true"),
        ("critical for the cluster", Restart.With((PodFacts p) => p with { PriorityClass = "system-cluster-critical" }), "target_protected",
            "needs it"),
        ("critical for the node", Restart.With((PodFacts p) => p with { PriorityClass = "system-node-critical" }), "target_protected", "needs it"),
        // Owners.
        ("a bare pod", Restart.With((PodFacts p) => p with { Controller = null }), "owner_kind", "has no owner"),
        ("its replica set is gone", Restart.With((TargetFacts f) => f with { Workload = default }), "check_failed", "was not found"),
        ("a static pod", Restart.With((PodFacts p) => p with { Annotations = Mirror }), "owner_kind", "mirrors a static pod"),
        ("a node's pod", Restart.With((PodFacts p) => p with { Controller = Owner("Node") }), "owner_kind", "mirrors a static pod"),
        ("a daemon set's pod", Restart.With((PodFacts p) => p with { Controller = Owner("DaemonSet") }), "owner_kind", "on the same node n1"),
        ("a daemon set's pod, forced", (Restart with { Caller = Adam, Grant = YesOf(Adam) }).Asks(r => r with { Force = true })
            .With((PodFacts p) => p with { Controller = Owner("DaemonSet") }), null, "within"),
        ("a job's pod", Restart.With((PodFacts p) => p with { Controller = Owner("Job") })
            .WithOwner(o => o with { BackoffLimit = 3, HasPodFailurePolicy = true }), "owner_kind", "backoffLimit is 3"),
        ("a job's pod with a failure policy", Restart.With((PodFacts p) => p with { Controller = Owner("Job") })
            .WithOwner(o => o with { HasPodFailurePolicy = true }), "owner_kind", "podFailurePolicy"),
        ("an operator's pod", Restart.With((PodFacts p) => p with { Controller = Owner("KafkaNode") }), "owner_kind", "belongs to a KafkaNode"),
        ("a stateful set's pod", Restart.With((PodFacts p) => p with { Controller = Owner("StatefulSet") }), null, "within"),
        ("a stateful set in an update", Restart.With((PodFacts p) => p with { Controller = Owner("StatefulSet") })
            .WithOwner(o => o with { IsRollingOut = true }), "rollout_running", "rolling update"),
        ("an owner unreadable", Restart.With((TargetFacts f) => f with { Workload = new(null, "403") }), "check_failed",
            "owner of the pod could not"),
        ("a scale in a rollout", Scale.WithOwner(o => o with { IsRollingOut = true }), "rollout_running", "rollout of Deployment cart is under way"),
        ("a scale in a paused rollout", Scale.WithOwner(o => o with { IsRollingOut = true, IsPaused = true }), null, "within"),
        ("a replica set of a deployment", Scale.WithOwner(o => o with { Ref = ReplicaSet, Controller = Deployment }), "owner_kind",
            "belongs to Deployment cart"),
        ("a deployment that goes", Scale.WithOwner(o => o with { DeletionTimestamp = Noon }), "target_not_found", "is being deleted"),
        ("a replica set", Scale.WithOwner(o => o with { Ref = ReplicaSet }), "owner_kind", "only deployments"),
        // The pod.
        ("a young pod", Restart.With((PodFacts p) => p with { CreatedAt = Noon.AddSeconds(-59) }), "pod_too_young", "59 s ago"),
        ("a pod from the future", Restart.With((PodFacts p) => p with { CreatedAt = Noon.AddSeconds(90) }), "pod_too_young", "0 s ago"),
        ("a pod of a minute", Restart.With((PodFacts p) => p with { CreatedAt = Noon.AddSeconds(-60) }), null, "within"),
        ("siblings unreadable", Restart.With((TargetFacts f) => f with { Siblings = new(null, "timed out") }), "check_failed", "other pods"),
        // Budgets.
        ("no budget left", Restart.Budget(NoBudget), "pdb_blocked", "cart-pdb allows no disruption now (2 of the 3"),
        ("a budget that nobody has counted", Restart.Budget(NoBudget with { DisruptionsAllowed = 1, IsCurrent = false }), "pdb_blocked",
            "has changed"),
        ("a budget", Restart.Budget(NoBudget with { DisruptionsAllowed = 1 }), null, "within"),
        ("two budgets", Restart.Budget(NoBudget with { DisruptionsAllowed = 1 }, NoBudget with { Name = "other" }), "pdb_blocked",
            "cart-pdb and other all select"),
        ("an unhealthy pod", Restart.With((PodFacts p) => p with { IsReady = false }).Budget(NoBudget), "pdb_blocked", "AlwaysAllow"),
        ("an unhealthy pod that may always go", Restart.With((PodFacts p) => p with { IsReady = false })
            .Budget(NoBudget with { UnhealthyPodEvictionPolicy = "AlwaysAllow" }), null, "within"),
        ("an unhealthy pod beside enough others", Restart.With((PodFacts p) => p with { IsReady = false })
            .Budget(NoBudget with { CurrentHealthy = 3 }), null,
            "within"),
        ("an unhealthy pod whose budget wants nothing",
            Restart.With((PodFacts p) => p with { IsReady = false }).Budget(NoBudget with { CurrentHealthy = 0, DesiredHealthy = 0 }), "pdb_blocked",
                "unhealthy"),
        ("a pod that never started", Restart.With((PodFacts p) => p with { IsReady = false, Phase = "Pending" }).Budget(NoBudget), null, "within"),
        ("budgets unreadable", Restart.With((TargetFacts f) => f with { Budgets = new(null, "403") }), "check_failed",
            "PodDisruptionBudgets could not be read: 403"),
        ("no budget left, forced", (Restart with { Caller = Adam, Grant = YesOf(Adam) }).Asks(r => r with { Force = true }).Budget(NoBudget), null,
            "within"),
        // Scaling.
        ("an autoscaler", Scale.With((TargetFacts f) => f with { Autoscalers = Hpa }), "hpa_managed", "between 2 and 9 (now 3)"),
        ("KEDA", Scale.With((TargetFacts f) => f with { Autoscalers = Keda }), "hpa_managed", "ScaledObject cart-queue"),
        ("an operator", Scale.WithOwner(o => o with { Controller = Owner("Shop") }), "hpa_managed", "Shop x owns"),
        ("autoscalers unreadable", Scale.With((TargetFacts f) => f with { Autoscalers = new(null, "403") }), "check_failed", "autoscalers could not"),
        ("Argo CD", Scale.WithOwner(o => o with { Annotations = One("argocd.argoproj.io/tracking-id", "shop:apps/Deployment:shop/cart") }),
            "will_be_reverted",
            "Argo CD (shop)"),
        ("Flux", Scale.WithOwner(o => o with { Labels = One("kustomize.toolkit.fluxcd.io/name", "shop") }), "will_be_reverted", "Flux"),
        ("Flux's Helm", Scale.WithOwner(o => o with { Labels = One("helm.toolkit.fluxcd.io/name", "shop") }), "will_be_reverted", "Flux (helm"),
        ("Helm", Scale.WithOwner(o => o with { Annotations = One("meta.helm.sh/release-name", "shop") }), "will_be_reverted", "Helm (release shop)"),
        ("Helm by its label", Scale.WithOwner(o => o with { Labels = One("app.kubernetes.io/managed-by", "Helm") }), "will_be_reverted", "Helm"),
        ("Helm, accepted", Scale.Asks(r => r with { AcceptRevert = true })
            .WithOwner(o => o with { Labels = One("app.kubernetes.io/managed-by", "Helm") }), null, "within"),
        ("Helm, a restart", Restart.WithOwner(o => o with { Labels = One("app.kubernetes.io/managed-by", "Helm") }), null, "within"),
        ("too many at a time", Scale.Asks(r => r with { Replicas = 30 }).WithOwner(o => o with { DesiredReplicas = 19 }), "replica_limit",
            "10 more or fewer"),
        ("too few at a time", Scale.Asks(r => r with { Replicas = 1 }).WithOwner(o => o with { DesiredReplicas = 12 }), "replica_limit",
            "10 more or fewer"),
        ("more than twice", Scale.Asks(r => r with { Replicas = 7 }), "replica_limit", "2 times as many, which is 6"),
        ("more than twice, by an admin", Scale.Asks(r => r with { Replicas = 7 }) with { Caller = Adam, Grant = YesOf(Adam) }, null, "within"),
        ("twice", Scale.Asks(r => r with { Replicas = 6 }), null, "within"),
        ("from none to two", Scale.Asks(r => r with { Replicas = 2 }).WithOwner(o => o with { DesiredReplicas = 0 }), null, "within"),
        ("fewer than the policy's least, by an admin",
            (Scale.Asks(r => r with { Replicas = 1 }) with { Caller = Adam, Grant = YesOf(Adam) })
                .With((ActionPolicy p) => p with { Limits = p.Limits with { MinReplicas = 2 } }), "replica_limit", "outside of the 2 to 50"),
        // How often.
        ("just done", Restart.Did((9.9, ActionName.RestartPod, Cart)), "cooldown", "less than 10 minutes"),
        ("just scaled", Restart.Did((1, ActionName.ScaleDeployment, Cart)), "cooldown", "scale_deployment was executed"),
        ("done on another", Restart.Did((1, ActionName.RestartPod, "east/shop/Deployment/pay")), null, "within"),
        ("done on its namesake in another cluster", Restart.Did((1, ActionName.RestartPod, "west/shop/Deployment/cart")), null, "within"),
        ("done ten minutes ago", Restart.Did((10, ActionName.RestartPod, Cart)), null, "within"),
        ("three restarts in an hour", Restart.Did((20, ActionName.RestartPod, Cart), (30, ActionName.RestartPod, Cart), (59, ActionName.RestartPod,
            Cart)),
            "action_rate_limited", "3 restarts of one workload"),
        ("two restarts and one long ago",
            Restart.Did((20, ActionName.RestartPod, Cart), (30, ActionName.RestartPod, Cart), (60, ActionName.RestartPod, Cart)), null, "within"),
        ("sixty in an hour", Restart.Did([.. Enumerable.Repeat((30.0, ActionName.RestartPod, "east/a/Deployment/b"), 60)]), "action_rate_limited",
            "60 actions in this workspace"),
        ("ten in an hour, approved", Restart.Did([.. Enumerable.Repeat((30.0, ActionName.RestartPod, "east/a/Deployment/b"), 10)]), null, "within"),
        ("ten in an hour, not approved", (Restart with { Grant = null }).With((ActionPolicy p) => p with { Approval = ApprovalNeed.NotRequired })
            .Did([.. Enumerable.Repeat((30.0, ActionName.RestartPod, "east/a/Deployment/b"), 10)]), "action_rate_limited", "10 are allowed"),
        ("the log unreadable", Restart with { Past = new(null, "the ledger is away") }, "check_failed", "The action log could not be read"),
        // The incident, and autonomy.
        ("approved for another incident", Restart with { Incident = new("inc-2", false, 0), Grant = YesOf(Olga) with { IncidentId = "inc-1" } },
            "approval_mismatch", "approved for inc-1 and not for inc-2"),
        ("over, a person", Restart with { Incident = new("inc-1", true, 0) }, null, "within"),
        ("over, approved before that", Restart with { Incident = new("inc-1", true, 0), Grant = YesOf(Olga) with { ApprovalId = "apr-1" } },
            "incident_over", "has recovered by itself"),
        ("twice in vain, a person", Restart with { Incident = new("inc-1", false, 2) }, null, "within"),
        ("autonomy", Alone, null, "within"),
        ("autonomy, over", Alone with { Incident = new("inc-1", true, 0) }, "incident_over", "has recovered by itself"),
        ("autonomy, twice in vain", Alone with { Incident = new("inc-1", false, 2) }, "ineffective_fix", "times within a day for the alert of inc-1"),
        ("autonomy, once in vain", Alone with { Incident = new("inc-1", false, 1) }, null, "within"),
        ("autonomy, in a storm", Standing(s => s with { IsStorm = true }), "breaker_open", "storm"),
        ("autonomy, breaker", Standing(s => s with { BreakerOpen = "3 failures" }), "breaker_open", "3 failures"),
        ("autonomy, everything is sick", Alone.With((TargetFacts f) => f with { Namespace = new(new NamespaceFacts(false, 4, 2)) }), "breaker_open",
            "2 of 4"),
        ("a person, everything is sick", Restart.With((TargetFacts f) => f with { Namespace = new(new NamespaceFacts(false, 4, 2)) }), null,
            "within"),
        ("autonomy, unsure", Standing(s => s with { Confidence = 0.79 }), "policy_denied", "confidence of 0.79"),
        ("autonomy, without a diagnosis", Standing(s => s with { Confidence = null }), "policy_denied", "confidence of 0"),
        ("autonomy, not earned", Earned(5, s => s with { VerifiedInARow = 4 }), "policy_denied", "helped 4 times in a row; 5"),
        ("autonomy, earned", Earned(5, s => s with { VerifiedInARow = 5 }), null, "within"),
        ("autonomy, not counted", Earned(1, s => s with { VerifiedInARow = null }), "policy_denied", "helped 0 times"),
        ("autonomy, a burning budget", Burning(s => s with { BudgetBurn = 6.1 }), "policy_denied", "burns at 6.1; 6 is the most"),
        ("autonomy, a slow burn", Burning(s => s with { BudgetBurn = 6 }), null, "within"),
        ("autonomy, a budget that nobody knows", Burning(s => s with { BudgetBurn = null }), "policy_denied", "not known"),
        ("autonomy, switched off in the policy", Auto(a => a with { IsEnabled = false }), "policy_denied", "leaves nothing to autonomy"),
        ("autonomy, another action", Auto(a => a with { Actions = [ActionName.ScaleDeployment] }), "policy_denied", "does not leave restart_pod"),
        ("autonomy, no namespaces", Auto(a => a with { Namespaces = [] }), "policy_denied", "may not act in the namespace shop"),
        ("autonomy, the only pod", Alone.Alone(), "policy_denied", "single_pod at most"),
        ("autonomy, approved by a person", Auto(a => a with { IsEnabled = false }) with { Grant = YesOf(Olga, "autonomy") }, null, "within"),
        // What a run undoes or tries again.
        ("a cooldown after what is tried again", After(Restart, ["a-1"], "a-1"), null, "within"),
        ("a cooldown after what is undone", After(Scale, ["a-1"], "a-1") with { Sequel = new(true, ["a-1"]) }, null, "within"),
        ("a cooldown after another action", After(Restart, ["a-1"], "a-1", "a-2"), "cooldown", "less than 10 minutes ago"),
        ("an hour's restarts count what is tried again", After(Restart, ["a-1", "a-2", "a-3"], "a-1", "a-2", "a-3"), "action_rate_limited",
            "3 restarts of one workload"),
        ("a run for what is over", OfRun(Restart), "incident_over", "has recovered by itself"),
        ("a run for what is over, approved at its gate", OfRun(Restart) with { Grant = YesOf(Olga) with { ApprovalId = "run-1/ok" } },
            "incident_over", "has recovered by itself"),
        ("a run that takes back what it did for what is over", OfRun(Restart) with { Sequel = new(true, ["a-1"]) }, null, "within"),
        ("a person for what is over", Restart with { Incident = Over }, null, "within"),
        // Time.
        ("too late to begin", Restart with { Deadline = Noon }, "too_late", "is over"),
        ("in time to begin", Restart with { Deadline = Noon.AddSeconds(1) }, null, "within"),
        // Approvals.
        ("no approval", Restart with { Grant = null }, "approval_required", "approval of an operator"),
        ("no approval, an outage", Scale.Asks(r => r with { Replicas = 0 }).With(NoLeast) with { Grant = null }, "approval_required",
            "an admin who is not the one that asks"),
        ("a machine approves", Restart with { Grant = YesOf(Machine) }, "approval_role", "Only people approve"),
        ("a run approves", Restart with { Grant = YesOf(new("run", ActingRole.Admin, PrincipalKind.Run)) }, "approval_role", "Only people approve"),
        ("a viewer approves", Restart with { Grant = YesOf(Vera) }, "approval_role", "vera has the role viewer"),
        ("expired", Restart with { Grant = YesOf(Olga) with { ExpiresAt = Noon } }, "approval_expired", "2026-03-11T12:00:00Z"),
        ("an older policy", Restart with { Grant = YesOf(Olga) with { PolicyRevision = "6" } }, "approval_outdated", "have changed"),
        ("other arguments", Restart with { Grant = YesOf(Olga) with { ArgumentsHash = "00" } }, "approval_mismatch", "Something else"),
        ("the same arguments", Restart with { Grant = YesOf(Olga) with { ArgumentsHash = CanonicalArguments.Hash(ActionGuard.Decide(Restart)
            .Plan!) } }, null,
            "within"),
        ("a yes to a scale from another number",
            Scale with { Grant = YesOf(Olga) with { ArgumentsHash = CanonicalArguments.Hash(ActionGuard.Decide(Scale).Plan! with
                { ReplicasBefore = 2 }) } }, "approval_mismatch", "another number of replicas to start from"),
        ("a yes beforehand", Restart with { Grant = YesOf(Olga) with { IsBeforehand = true } }, null, "within"),
        ("a yes beforehand to one workload", Scale with { Grant = YesOf(Olga) with { IsBeforehand = true } }, null, "within"),
        ("a yes beforehand to an outage",
            Scale.Asks(r => r with { Replicas = 0 }).With((ActionPolicy p) => NoLeast(p) with { FourEyes = false }) with { Caller = Adam,
                Grant = YesOf(Adam) with { IsBeforehand = true } }, "approval_required", "counts up to one workload"),
        ("four eyes without approval",
            Restart.With((ActionPolicy p) => p with { FourEyes = true, Approval = ApprovalNeed.NotRequired }) with { Grant = null },
            "approval_required", "who is not the one that asks"),
        ("four eyes, alone", Restart.With((ActionPolicy p) => p with { FourEyes = true }), "four_eyes", "olga asked for it"),
        ("four eyes, two", Restart.With((ActionPolicy p) => p with { FourEyes = true }) with { Grant = YesOf(Adam, "olga") }, null, "within"),
        ("an outage by one admin", Scale.Asks(r => r with { Replicas = 0 }).With(NoLeast) with { Caller = Adam, Grant = YesOf(Adam) }, "four_eyes",
            "adam"),
        ("an outage by one admin where that is written",
            Scale.Asks(r => r with { Replicas = 0 }).With((ActionPolicy p) => NoLeast(p) with { FourEyes = false }) with { Caller = Adam,
                Grant = YesOf(Adam) },
            null, "within"),
        ("an outage without approval",
            Scale.Asks(r => r with { Replicas = 0 }).With((ActionPolicy p) => NoLeast(p) with { Approval = ApprovalNeed.NotRequired }) with
                { Caller = Adam, Grant = null }, "approval_required", "admin"),
    ];

    private static IncidentStanding Over => new("inc-1", true, 0);

    private static ActionCase OfRun(ActionCase given) =>
        given with { Caller = new("olga", ActingRole.Operator, PrincipalKind.Run), Incident = Over };

    /// <summary>A minute after each other, all of them within the cooldown.</summary>
    private static ActionCase After(ActionCase given, string[] sequel, params string[] past)
    {
        ImmutableArray<PastAction> all =
            [.. past.Select((id, i) => new PastAction(Noon.AddMinutes(-i - 1), ActionName.RestartPod, Cart) { Id = id })];
        return given with { Past = new(all), Sequel = new(false, [.. sequel]) };
    }

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_first_refusal_answers_with_its_code_and_says_why(string name)
    {
        var (_, given, code, says) = Table.Single(row => row.Name == name);
        var (decision, permitted) = PermittedAction.Ask(given);
        Assert.Equal(code, decision.Code);
        Assert.Contains(says, decision.Reason, StringComparison.Ordinal);
        Assert.Equal(decision.Checks.FirstOrDefault(check => check.Refuses)?.Sentence ?? "Action is within guardrails", decision.Reason);
        if (code is not null) Assert.Null(permitted);
        else Assert.Equal(given.Facts is not null, permitted is not null);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_check_is_recorded_whatever_the_first_says(string name)
    {
        var decision = ActionGuard.Decide(Table.Single(row => row.Name == name).Case);
        Assert.Equal(ActionGuard.Decide(Restart).Checks.Select(check => check.Name), decision.Checks.Select(check => check.Name));
        Assert.All(decision.Checks, check => Assert.EndsWith(".", check.Sentence, StringComparison.Ordinal));
        Assert.All(decision.Checks.Where(check => check.Refuses), check => Assert.NotNull(check.Code));
    }

    [Fact]
    public void A_refusal_for_its_time_says_when_to_come_again()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), ActionGuard.Decide(Restart.Did((9.9, ActionName.RestartPod, Cart))).RetryAfter);
        Assert.Equal(
            TimeSpan.FromMinutes(1),
            ActionGuard.Decide(Restart.Did((20, ActionName.RestartPod, Cart), (30, ActionName.RestartPod, Cart), (59, ActionName.RestartPod, Cart)))
                .RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(1), ActionGuard.Decide(Restart.With((PodFacts p) => p with { CreatedAt = Noon.AddSeconds(-59) }))
            .RetryAfter);
    }

    private static ActionCase Alone => Auto(auto => auto);

    private static ActionCase Standing(Func<AutonomyStanding, AutonomyStanding> change) => Alone with { Autonomy = change(Alone.Autonomy) };

    private static ActionCase Earned(int verified, Func<AutonomyStanding, AutonomyStanding> change) =>
        Auto(auto => auto with { MinVerified = verified }) with { Autonomy = change(Alone.Autonomy) };

    private static ActionCase Burning(Func<AutonomyStanding, AutonomyStanding> change) =>
        Auto(auto => auto with { MaxBudgetBurn = 6 }) with { Autonomy = change(Alone.Autonomy) };

    private static ActionCase Auto(Func<AutonomyRules, AutonomyRules> change) =>
        (Restart with { Caller = Machine, Grant = null, Autonomy = new() { Confidence = 0.9 } }).With((ActionPolicy policy) => policy with
        {
            Approval = ApprovalNeed.NotRequired, Auto = change(new() { IsEnabled = true, Namespaces = ["sh*"] }),
        });

    private static ActionPolicy NoLeast(ActionPolicy policy) => policy with { Limits = policy.Limits with { MinReplicas = 0 } };

    private static ActionPlan PlanFor(string uid) => new() { Request = Restart.Request, Cluster = "east", Target = Pod.Ref with { Uid = uid } };

    private static ActionPlan ScaleFrom(int replicas) =>
        new() { Request = Scale.Request, Cluster = "east", Target = Deployment, ReplicasBefore = replicas };

    private static ObjectRef Owner(string kind) => new(kind, "shop", "x", "uid-x");

    private static ImmutableDictionary<string, string> Marked => One("ai-sre/protect", "true");

    private static ImmutableDictionary<string, string> Mirror => One("kubernetes.io/config.mirror", "abc");

    private static ImmutableDictionary<string, string> One(string key, string value) => ImmutableDictionary<string, string>.Empty.Add(key, value);

    private static Known<ImmutableArray<AutoscalerFacts>?> Hpa => new(ImmutableArray.Create(new AutoscalerFacts("HorizontalPodAutoscaler", "cart", 2,
        9, 3)));

    private static Known<ImmutableArray<AutoscalerFacts>?> Keda => new(ImmutableArray.Create(
        new AutoscalerFacts("HorizontalPodAutoscaler", "keda-hpa-cart", 2, 9, 3), new AutoscalerFacts("ScaledObject", "cart-queue", 2, 9, 3)));
}
