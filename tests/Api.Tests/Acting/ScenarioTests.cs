using System.Text.Json.Nodes;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.Acting;

/// <summary>
/// What clusters hold ready for who wants to act on them. For each: what is tried and what is done, what was written to the cluster, and that the
/// incident's timeline and the audit tell of both.
/// </summary>
[Collection(OnActingHost.Name)]
public sealed class ScenarioTests(ActingHost acting)
{
    private const string Down = "action_policies: [{name: down, actions: [scale_deployment], namespaces: [NAMESPACE], "
        + "max_blast_radius: service_outage, limits: {min_replicas: 0}}]";

    /// <summary>What is set up, what is asked for, and why it is refused.</summary>
    private static readonly (string Name, Func<ActingPlace, string> Asks, string Code, string Says)[] Refused =
    [
        ("a cluster that is not known", place => place.Restart(""","cluster":"b" """), "unknown_cluster", "no cluster 'b'"),
        ("a cluster whose certificate is not valid yet",
            place => place.Restart(""","cluster":"early" """), "check_failed", "not valid before .*compare the clocks"),
        ("no namespace", _ => """{"action":"restart_pod","pod_name":"cart-1"}""", "invalid_arguments", "needs the namespace"),
        ("a protected namespace", _ => """{"action":"restart_pod","pod_name":"a","namespace":"kube-system"}""", "protected_namespace", "protected"),
        ("a namespace that is not there", place => Elsewhere(ActingHost.UnmadeOf(place.Namespace)), "target_not_found", "no namespace"),
        ("a namespace of another workspace", _ => Elsewhere("till"), "namespace_not_allowed", "does not belong to this workspace"),
        ("a pod that is not there", place => Pod(place, "nobody"), "target_not_found", "does not exist"),
        ("budgets that may not be read", place => With(place, new("list", "poddisruptionbudgets", FaultKind.Forbidden)), "check_failed", "budgets"),
        ("autoscalers that may not be read",
            place => Broken(place, new("list", "horizontalpodautoscalers", FaultKind.Forbidden), Scale("cart", 4)), "check_failed", "autoscalers"),
        ("a budget that allows none", place =>
        {
            place.Stub.Budget(place.Namespace, "cart", "cart", 3);
            return Pod(place, place.Stub.PodsOf(place.Namespace, "cart")[1].Name());
        }, "pdb_blocked", "429"),
        ("a sick pod whose budget is used up", place =>
        {
            place.Stub.Budget(place.Namespace, "cart", "cart", 3);
            return place.Restart();
        }, "pdb_blocked", "AlwaysAllow"),
        ("two budgets", place =>
        {
            foreach (var name in new[] { "one", "two" }) place.Stub.Budget(place.Namespace, name, "cart", 1);
            return place.Restart();
        }, "pdb_blocked", "one"),
        ("a static pod's mirror", place =>
        {
            place.Stub.Pod(place.Namespace, "etcd-node-1", annotations: new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "x" });
            return Pod(place, "etcd-node-1");
        }, "owner_kind", "static pod"),
        ("a pod of nobody's", place =>
        {
            place.Stub.Pod(place.Namespace, "lone");
            return Pod(place, "lone");
        }, "owner_kind", "no owner"),
        ("a pod of a daemon set", place => Pod(place, Agent(place)), "owner_kind", "same node"),
        ("a pod of a job", place =>
        {
            var job = place.Stub.Job(place.Namespace, "nightly", 4);
            place.Stub.Pod(place.Namespace, "nightly-1", Owner("batch/v1", job));
            return Pod(place, "nightly-1");
        }, "owner_kind", "backoffLimit is 4; its podFailurePolicy|backoffLimit is 4"),
        ("a stateful set in its rolling update", place =>
        {
            place.Stub.StatefulSet(place.Namespace, "db", 2);
            place.Stub.Edit("StatefulSet", place.Namespace, "db", set => set["spec"]!["template"]!["spec"]!["priorityClassName"] = "high");
            return Pod(place, "db-0");
        }, "rollout_running", "rolling update"),
        ("a pod that is just made", place =>
        {
            place.Stub.Edit("Pod", place.Namespace, place.Pod, pod =>
                pod["metadata"]!["creationTimestamp"] = place.Acting.Clock.GetUtcNow().AddSeconds(-5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
            return place.Restart();
        }, "pod_too_young", "being restarted already"),
        ("a pod that the cluster needs", place =>
        {
            place.Stub.Edit("Pod", place.Namespace, place.Pod, pod => pod["spec"]!["priorityClassName"] = "system-cluster-critical");
            return place.Restart();
        }, "target_protected", "system-cluster-critical"),
        ("a namespace that is going away", place =>
        {
            place.Stub.Edit("Namespace", "", place.Namespace, one => one["metadata"]!["finalizers"] = new JsonArray("kubernetes"));
            place.Stub.Terminate("Namespace", "", place.Namespace);
            return place.Restart();
        }, "namespace_terminating", "being deleted"),
        ("a deployment with an autoscaler", place =>
        {
            place.Stub.Autoscaler(place.Namespace, "cart", "cart", 2, 9);
            return Scale("cart", 4)(place);
        }, "hpa_managed", "between 2 and 9"),
        ("to none under an autoscaler", place =>
        {
            place.Stub.Autoscaler(place.Namespace, "cart", "cart", 2, 9);
            return Scale("cart", 0)(place);
        }, "hpa_managed", "0 replicas would also switch the autoscaler off"),
        ("from none under an autoscaler", place =>
        {
            place.Stub.Deployment(place.Namespace, "idle", 0);
            place.Stub.Autoscaler(place.Namespace, "idle", "idle", 2, 9);
            return Scale("idle", 2)(place);
        }, "hpa_managed", "more than 0 would switch it on again"),
        ("a deployment that KEDA scales", place =>
        {
            var scaled = new { apiVersion = "keda.sh/v1alpha1", kind = "ScaledObject", name = "orders", uid = "uid-orders", controller = true };
            place.Stub.Autoscaler(place.Namespace, "keda-hpa-orders", "cart", 1, 20, scaled);
            return Scale("cart", 4)(place);
        }, "hpa_managed", @"ScaledObject orders scales it between 1 and 20 \(now 1\)"),
        ("a deployment of an operator's", place =>
        {
            place.Stub.Edit("Deployment", place.Namespace, "cart", one => one["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "example.com/v1", ["kind"] = "Shop", ["name"] = "main", ["uid"] = "uid-main", ["controller"] = true,
            }));
            return Scale("cart", 4)(place);
        }, "hpa_managed", "Shop main owns the deployment"),
        ("to none, by one person alone", place =>
        {
            place.DefineAsync(Down).GetAwaiter().GetResult();
            return Scale("cart", 0)(place);
        }, "four_eyes", "somebody else"),
        ("to none, where a policy allows less", Scale("cart", 0), "policy_denied", "service_outage"),
        ("a deployment that Helm keeps", Kept("app.kubernetes.io/managed-by", "Helm"), "will_be_reverted", "Helm .*suggest_config_fix"),
        ("a deployment that Argo CD keeps",
            Kept("argocd.argoproj.io/instance", "shop"), "will_be_reverted", @"Argo CD \(shop\) .*suggest_config_fix"),
        ("a deployment that Flux keeps",
            Kept("kustomize.toolkit.fluxcd.io/name", "shop"), "will_be_reverted", @"Flux \(kustomization shop\) .*suggest_config_fix"),
        ("a replica set of a deployment", place => Scale(SetOf(place, "cart"), 4)(place), "owner_kind", "scale that"),
        ("a rollout that runs", place =>
        {
            Rolling(place);
            return Scale("rolling", 3)(place);
        }, "rollout_running", "under way"),
        ("fewer than a policy leaves", place =>
        {
            place.DefineAsync(Down.Replace("min_replicas: 0", "min_replicas: 3", StringComparison.Ordinal)).GetAwaiter().GetResult();
            return Scale("cart", 2)(place);
        }, "replica_limit", "outside of the 3 to 50"),
    ];

    /// <summary>What is set up, what is asked for, and what comes of it.</summary>
    private static readonly (string Name, Func<ActingPlace, string> Asks, string Status, string Says, int Writes)[] Done =
    [
        ("as many as there are", Scale("cart", 3), "noop", "3 replicas already", 0),
        ("a pod that is going already", place =>
        {
            place.Stub.Edit("Pod", place.Namespace, place.Pod, pod =>
            {
                pod["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
                pod["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
            });
            return place.Restart();
        }, "noop", "already terminating", 0),
        ("the only ready pod", place =>
        {
            place.Stub.Deployment(place.Namespace, "solo", 1);
            return Pod(place, place.Stub.PodsOf(place.Namespace, "solo")[0].Name());
        }, "success", "single_workload", 1),
        ("a deployment that Helm keeps, which is accepted", place =>
        {
            place.Stub.Deployment(
                place.Namespace, "kept", 2, annotations: new Dictionary<string, string> { ["meta.helm.sh/release-name"] = "shop" });
            return Scale("kept", 3)(place)[..^1] + ""","accept_revert":true}""";
        }, "success", "will revert it; that is accepted", 1),
        ("a deployment that Argo CD keeps, which is accepted", place =>
        {
            place.Stub.Deployment(place.Namespace, "kept", 2, annotations: new Dictionary<string, string>
            {
                ["argocd.argoproj.io/tracking-id"] = "shop:apps/Deployment:x/kept",
            });
            return Scale("kept", 3)(place)[..^1] + ""","accept_revert":true}""";
        }, "success", @"Argo CD \(shop\) keeps the deployment and will revert it; that is accepted", 1),
        ("a pod of a daemon set, which an admin forces", place => Pod(place, Agent(place))[..^1] + ""","force":true}""", "success",
            "again on the same node node-1; an admin forces it", 1),
        ("a pod of an older revision", place =>
        {
            Pause(place);
            var owner = Owner("apps/v1", place.Stub.Find("Deployment", place.Namespace, "cart")!);
            place.Stub.Add(new
            {
                kind = "ReplicaSet",
                metadata = new
                {
                    name = "cart-older", @namespace = place.Namespace, labels = new { app = "cart" }, ownerReferences = new[] { owner },
                    annotations = new Dictionary<string, string> { ["deployment.kubernetes.io/revision"] = "0" },
                },
                spec = new
                {
                    replicas = 1, selector = new { matchLabels = new { app = "cart" } },
                    template = new { metadata = new { labels = new { app = "cart" } } },
                },
            });
            return Pod(place, place.Stub.PodsOf(place.Namespace, "cart").Select(pod => pod.Name()).Single(name => name.StartsWith("cart-older-",
                StringComparison.Ordinal)));
        }, "success", "is of revision 0 of Deployment cart, whose newest is 1", 1),
        ("a pod whose rollout is paused", place =>
        {
            Pause(place);
            return place.Restart();
        }, "success", "The rollout of Deployment cart is paused; the pod is replaced by one of the same revision", 1),
        ("a pod whose rollout runs", place => Pod(place, Rolling(place)), "success", "A rollout of Deployment rolling is under way", 1),
        ("a scale in a rollout that is paused", place =>
        {
            Pause(place);
            return Scale("cart", 4)(place);
        }, "success", "is paused; its revisions are scaled in proportion", 1),
        // The first two times, of which one is the trial's.
        ("a deployment that somebody else writes at the same time",
            place => Broken(place, Overtaken(place) with { Times = 2 }, Scale("cart", 4)), "success", "Deployment cart scaled", 1),
        ("a deployment that somebody else writes all the time", place => Broken(place, Overtaken(place), Scale("cart", 4)), "failed", "409", 0),
        ("more than a quota has room for", place =>
        {
            place.Stub.Quota(place.Namespace, "all", new { pods = "5" }, new { pods = "5" });
            return Scale("cart", 4)(place);
        }, "success", "quota", 1),
        ("an answer that is lost", place => With(place, new("create", "pods/eviction", FaultKind.BreaksAfterwards) { Times = 2 }), "success",
            "Found by reading", 1),
        ("a token that is not accepted any more",
            place => With(place, new("create", "pods/eviction", FaultKind.Unauthorized)), "failed", "401", 0),
        ("a write that rights forbid", place => With(place, new("create", "pods/eviction", FaultKind.Forbidden)), "failed", "403", 0),
        ("a webhook that says no", place => With(place, new("create", "pods/eviction", FaultKind.Denied) { Message = "not on a Friday" }), "failed",
            "not on a Friday", 0),
        ("a webhook that is dead", place => With(place, new("create", "pods/eviction", FaultKind.WebhookDead)), "failed", "webhook", 0),
        ("a server that is too busy",
            place => With(place, new("create", "pods/eviction", FaultKind.Throttled) { RetryAfter = 0 }), "failed", "429", 0),
    ];

    public static TheoryData<string> WhatIsRefused => [.. Refused.Select(row => row.Name)];

    public static TheoryData<string> WhatIsDone => [.. Done.Select(row => row.Name)];

    [Theory, MemberData(nameof(WhatIsRefused))]
    public async Task It_is_refused_with_its_reason_and_nothing_is_written(string name)
    {
        var (_, asks, code, says) = Refused.Single(row => row.Name == name);
        var (place, incident, _) = await TryAndDoAsync(asks);
        Assert.Empty(place.Writes);
        foreach (var kind in new[] { "action_dry_run", "action_denied" })
        {
            var row = Assert.Single(await place.AuditAsync(kind)).GetProperty("detail");
            Assert.Equal(code, row.Text("code"));
            Assert.Matches($"(?i){says}", row.Text("reason"));
            Assert.Single(await place.EventsAsync(incident), kind);
        }
        Assert.Empty(await place.AuditAsync("action_executed"));
        if (code is "unknown_cluster") Assert.DoesNotContain(place.Stub.Calls, call => call.Namespace == place.Namespace);
    }

    [Theory, MemberData(nameof(WhatIsDone))]
    public async Task What_comes_of_it_is_said_and_written_once(string name)
    {
        var (_, asks, status, says, writes) = Done.Single(row => row.Name == name);
        var (place, incident, said) = await TryAndDoAsync(asks);
        Assert.Equal(writes, place.Writes.Count);
        var row = Assert.Single(await place.AuditAsync("action_executed")).GetProperty("detail");
        Assert.Equal(status, row.Text("status"));
        Assert.Matches($"(?i){says}", row.GetRawText() + said);
        Assert.Single(await place.EventsAsync(incident), "action_executed");
        Assert.Single(await place.AuditAsync("action_dry_run"));
        Assert.Single(await place.EventsAsync(incident), "action_dry_run");
    }

    /// <summary>What is stale is read again, and may not be done any more.</summary>
    [Fact]
    public async Task What_somebody_else_has_changed_meanwhile_is_decided_anew()
    {
        var place = await acting.PlaceAsync();
        var incident = await place.IncidentAsync();
        var touch = Overtaken(place);
        place.Stub.Break(touch with
        {
            Times = 1,
            Meanwhile = () =>
            {
                touch.Meanwhile!();
                place.Stub.Autoscaler(place.Namespace, "cart", "cart", 2, 9);
            },
        });
        using var refused = await place.DoAsync(place.Scale(4), incident);
        Assert.Contains("between 2 and 9", (await refused.ProblemAsync(409, "hpa_managed")).Text("detail"), StringComparison.Ordinal);
        Assert.Empty(place.Writes);
        Assert.Equal("hpa_managed", Assert.Single(await place.AuditAsync("action_denied")).At("detail", "code").GetString());
        Assert.Empty(await place.AuditAsync("action_executed"));
        Assert.Equal(["action_requested", "action_denied"], (await place.EventsAsync(incident)).Where(type => type!.StartsWith("action_",
            StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_a_repository_keeps_it_the_patch_for_it_is_offered()
    {
        var place = await acting.PlaceAsync();
        var incident = await place.IncidentAsync();
        using var answer = await place.DoAsync($$"""
            {"action":"suggest_config_fix","namespace":"{{place.Namespace}}","deployment_name":"cart","component":"cart",
            "issue":"2 replicas do not hold the load, scale to 5","current_spec":"spec:\n  replicas: 2 # of the shop\n"}
            """, incident);
        Assert.Contains("+  replicas: 5 # of the shop", (await answer.JsonAsync()).At("suggestion", "diff").GetString(), StringComparison.Ordinal);
        Assert.Empty(place.Writes);
        Assert.Single(await place.AuditAsync("action_executed"));
        Assert.Single(await place.EventsAsync(incident), "action_executed");
    }

    /// <summary>Nothing is written for the first of the two, whatever comes of the second.</summary>
    private async Task<(ActingPlace Place, string Incident, string Said)> TryAndDoAsync(Func<ActingPlace, string> asks)
    {
        var place = await acting.PlaceAsync();
        try
        {
            var incident = await place.IncidentAsync();
            var body = asks(place)[..^1] + $$""","incident_id":"{{incident}}","approved":true""";
            using (await place.Guest.PostAsync("/actions/execute", body + "}")) Assert.Empty(place.Writes);
            using var real = await place.Guest.PostAsync("/actions/execute", body + ""","dry_run":false}""");
            return (place, incident, await real.Content.ReadAsStringAsync());
        }
        finally
        {
            place.Stub.Mend();
        }
    }

    private static string Elsewhere(string inNamespace) => $$"""{"action":"restart_pod","pod_name":"a","namespace":"{{inNamespace}}"}""";

    private static string Pod(ActingPlace place, string pod) => place.Restart().Replace(place.Pod, pod, StringComparison.Ordinal);

    private static Func<ActingPlace, string> Scale(string deployment, int replicas) => place => place.Scale(replicas, deployment);

    private static string SetOf(ActingPlace place, string deployment) =>
        place.Stub.All("ReplicaSet", place.Namespace).Select(set => set.Name()).First(name => name.StartsWith(deployment, StringComparison.Ordinal));

    private static string With(ActingPlace place, Fault fault) => Broken(place, fault, one => one.Restart());

    private static string Broken(ActingPlace place, Fault fault, Func<ActingPlace, string> asks)
    {
        place.Stub.Break(fault);
        return asks(place);
    }

    /// <summary>A deployment with a label of whoever keeps it elsewhere.</summary>
    private static Func<ActingPlace, string> Kept(string label, string value) => place =>
    {
        place.Stub.Deployment(place.Namespace, "kept", 2, labels: new Dictionary<string, string> { ["app"] = "kept", [label] = value });
        return Scale("kept", 3)(place);
    };

    /// <summary>A pod of a daemon set.</summary>
    private static string Agent(ActingPlace place)
    {
        if (place.Stub.Find("Node", "", "node-1") is null) place.Stub.Node("node-1");
        place.Stub.DaemonSet(place.Namespace, "agent");
        return place.Stub.PodsOf(place.Namespace, "agent")[0].Name();
    }

    private static void Pause(ActingPlace place) =>
        place.Stub.Edit("Deployment", place.Namespace, "cart", one => one["spec"]!["paused"] = true);

    /// <summary>A deployment whose pods are not ready yet; one of them.</summary>
    private static string Rolling(ActingPlace place)
    {
        place.Stub.Settings.ReadyAfterSteps = 1;
        place.Stub.Deployment(place.Namespace, "rolling", 2);
        place.Stub.Settings.ReadyAfterSteps = 0;
        return place.Stub.PodsOf(place.Namespace, "rolling")[0].Name();
    }

    private static Fault Overtaken(ActingPlace place) => new("patch", "deployments/scale", FaultKind.Overtaken)
    {
        Namespace = place.Namespace,
        Meanwhile = () => place.Stub.Edit(
            "Deployment", place.Namespace, "cart", one => one["metadata"]!["labels"]!["touched"] = Guid.NewGuid().ToString("n")),
    };

    private static object Owner(string apiVersion, JsonObject of) => new
    {
        apiVersion, kind = of["kind"]!.GetValue<string>(), name = of.Name(), uid = of.Uid(), controller = true,
    };
}
