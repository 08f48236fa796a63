using AiSre.Domain.Kubernetes;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class TargetTests
{
    [Fact]
    public async Task A_pod_is_read_with_its_deployment_its_siblings_and_what_protects_it()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 3, annotations: new { owner = "team-a" });
        cluster.Stub.Deployment("shop", "cart", 1);
        cluster.Stub.Budget("shop", "checkout", "checkout", 2);
        cluster.Stub.Budget("shop", "cart", "cart", 1);
        cluster.Stub.Autoscaler("shop", "checkout", "checkout", 3, 9);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];

        var facts = await cluster.PodAsync("shop", pod.Name());

        Assert.Equal((pod.Uid(), true, "Running", "node-1"),
            (facts.Pod.Value!.Ref.Uid, facts.Pod.Value.IsReady, facts.Pod.Value.Phase, facts.Pod.Value.Node));
        Assert.Equal("512Mi", Assert.Single(facts.Pod.Value.Containers).MemoryLimit);
        var workload = facts.Workload.Value!;
        Assert.Equal(("Deployment", "checkout", 3, 3, false), (workload.Ref.Kind, workload.Ref.Name, workload.DesiredReplicas, workload.ReadyReplicas,
            workload.IsRollingOut));
        Assert.Equal("team-a", workload.Annotations["owner"]);
        Assert.Equal(("1", "1"), (workload.Revision, workload.PodRevision));
        Assert.Equal("ReplicaSet", facts.ReplicaSet!.Kind);
        Assert.Equal(3, facts.Siblings.Value!.Value.Length);
        Assert.Equal(new DisruptionBudgetFacts("checkout", 1, 3, 2, "IfHealthyBudget"), Assert.Single(facts.Budgets.Value!.Value));
        Assert.Equal(new AutoscalerFacts("HorizontalPodAutoscaler", "checkout", 3, 9, 3), Assert.Single(facts.Autoscalers.Value!.Value));
        Assert.Equal(new NamespaceFacts(false, 2, 0), facts.Namespace.Value);
    }

    [Fact]
    public async Task A_pod_that_is_not_there_is_known_not_to_be()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);

        var facts = await cluster.PodAsync("shop", "checkout-gone");

        Assert.True(facts.Pod.IsKnown);
        Assert.Null(facts.Pod.Value);
        Assert.True(facts.Workload.IsKnown);
        Assert.Null(facts.Workload.Value);
    }

    [Fact]
    public async Task The_successor_of_a_replaced_pod_is_found_through_its_workload()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var deployment = cluster.Stub.Deployment("shop", "checkout", 1);
        var before = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Remove("Pod", "shop", before.Name());

        var facts = await cluster.Gateway.WorkloadAsync("prod", StubbedCluster.Ref(deployment), default);

        var after = Assert.Single(facts.Siblings.Value!.Value);
        Assert.NotEqual(before.Name(), after.Ref.Name);
        Assert.Equal(cluster.Stub.PodsOf("shop", "checkout").Single().Uid(), after.Ref.Uid);
    }

    [Fact]
    public async Task A_workload_that_was_made_anew_under_its_name_is_another()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        var before = cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Remove("Deployment", "shop", "checkout");
        cluster.Stub.Deployment("shop", "checkout", 1);

        var facts = await cluster.Gateway.WorkloadAsync("prod", StubbedCluster.Ref(before), default);

        Assert.True(facts.Workload.IsKnown);
        Assert.Null(facts.Workload.Value);
    }

    [Fact]
    public async Task Owners_of_all_kinds_are_told_apart()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Node("node-1");
        cluster.Stub.StatefulSet("shop", "web", 2);
        cluster.Stub.DaemonSet("shop", "agent");
        var job = cluster.Stub.Job("shop", "import", 4);
        cluster.Stub.Pod("shop", "import-1", Controller("batch/v1", "Job", "import", job.Uid()));
        cluster.Stub.Pod("shop", "by-operator", Controller("db.example.com/v1", "Postgres", "main", "uid-of-main"));
        cluster.Stub.Pod("shop", "static", Controller("v1", "Node", "node-1", "uid-of-node"),
            new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "hash" });
        cluster.Stub.Pod("shop", "bare");

        var web = await cluster.PodAsync("shop", "web-0");
        Assert.Equal(("StatefulSet", false, 2), (web.Workload.Value!.Ref.Kind, web.Workload.Value.IsRollingOut, web.Siblings.Value!.Value.Length));
        Assert.Equal(web.Workload.Value.Revision, web.Workload.Value.PodRevision);
        var agent = await cluster.PodAsync("shop", cluster.Stub.PodsOf("shop", "agent").Single().Name());
        Assert.Equal("DaemonSet", agent.Workload.Value!.Ref.Kind);
        var import = await cluster.PodAsync("shop", "import-1");
        Assert.Equal("Job", import.Workload.Value!.Ref.Kind);
        Assert.Equal((4, true), (import.Workload.Value.BackoffLimit, import.Workload.Value.HasPodFailurePolicy));
        var operated = await cluster.PodAsync("shop", "by-operator");
        Assert.Equal(("Postgres", "main"), (operated.Workload.Value!.Ref.Kind, operated.Workload.Value.Ref.Name));
        Assert.Equal("Node", (await cluster.PodAsync("shop", "static")).Pod.Value!.Controller!.Kind);
        Assert.Contains("kubernetes.io/config.mirror", (await cluster.PodAsync("shop", "static")).Pod.Value!.Annotations);
        var bare = await cluster.PodAsync("shop", "bare");
        Assert.Null(bare.Pod.Value!.Controller);
        Assert.True(bare.Workload.IsKnown);
        Assert.Null(bare.Workload.Value);
    }

    [Fact]
    public async Task A_rolling_update_of_a_stateful_set_is_seen_and_one_that_its_partition_holds_is_none()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.StatefulSet("shop", "web", 2);
        var rolling = cluster.Stub.Edit("StatefulSet", "shop", "web", set => set.Spec()["template"]!["spec"]!["priorityClassName"] = "high");
        Assert.NotEqual(KubeJson.Text(rolling["status"]!["updateRevision"]), KubeJson.Text(rolling["status"]!["currentRevision"]));

        Assert.True((await cluster.PodAsync("shop", "web-0")).Workload.Value!.IsRollingOut);

        cluster.Stub.Edit("StatefulSet", "shop", "web",
            set => set.Spec()["updateStrategy"] = KubeJson.Of(new { type = "RollingUpdate", rollingUpdate = new { partition = 2 } }));
        Assert.False((await cluster.PodAsync("shop", "web-0")).Workload.Value!.IsRollingOut);
    }

    [Fact]
    public async Task A_rollout_runs_until_its_pods_were_ready_and_not_again_when_one_fails_later()
    {
        await using var cluster = await StubbedCluster.StartAsync(new() { ReadyAfterSteps = 1 });
        cluster.Stub.Deployment("shop", "checkout", 2);

        Assert.True((await cluster.DeploymentAsync("shop", "checkout")).Workload.Value!.IsRollingOut);
        cluster.Stub.Step();
        Assert.False((await cluster.DeploymentAsync("shop", "checkout")).Workload.Value!.IsRollingOut);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => PodSamples.OutOfMemory(one, 7, DateTimeOffset.UnixEpoch));

        var facts = await cluster.PodAsync("shop", pod.Name());
        Assert.Equal((false, 1), (facts.Workload.Value!.IsRollingOut, facts.Workload.Value.ReadyReplicas));
        Assert.Equal((7, "CrashLoopBackOff", "OOMKilled", 137), (facts.Pod.Value!.Restarts, facts.Pod.Value.Containers[0].WaitingReason,
            facts.Pod.Value.Containers[0].LastTerminationReason, facts.Pod.Value.Containers[0].LastExitCode));
        Assert.Equal(new NamespaceFacts(false, 1, 1), facts.Namespace.Value);
    }

    [Fact]
    public async Task A_pod_of_an_older_revision_says_so()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.Settings.KubeletsAnswer = false;
        var old = cluster.Stub.PodsOf("shop", "checkout").Single();
        cluster.Stub.Edit("Deployment", "shop", "checkout", one => one.Spec()["template"]!["spec"]!["priorityClassName"] = "high");

        var workload = (await cluster.PodAsync("shop", old.Name())).Workload.Value!;

        Assert.Equal(("2", "1"), (workload.Revision, workload.PodRevision));
    }

    [Fact]
    public async Task A_name_that_belongs_to_a_workload_of_another_kind_says_which()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 1);
        cluster.Stub.StatefulSet("shop", "web", 1);
        var set = cluster.Stub.All("ReplicaSet", "shop").Single();

        var ofDeployment = (await cluster.DeploymentAsync("shop", set.Name())).Workload.Value!;
        Assert.Equal(("ReplicaSet", "checkout"), (ofDeployment.Ref.Kind, ofDeployment.Controller!.Name));
        Assert.Equal("StatefulSet", (await cluster.DeploymentAsync("shop", "web")).Workload.Value!.Ref.Kind);
        Assert.Equal(default, (await cluster.DeploymentAsync("shop", "nothing")).Workload);
    }

    [Fact]
    public async Task A_scaled_object_of_KEDA_stands_behind_its_autoscaler()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "worker", 1);
        cluster.Stub.Autoscaler("shop", "keda-hpa-worker", "worker", 1, 20,
            new { apiVersion = "keda.sh/v1alpha1", kind = "ScaledObject", name = "worker", uid = "uid-of-worker", controller = true });

        Assert.Equal(new AutoscalerFacts("ScaledObject", "worker", 1, 20, 1),
            Assert.Single((await cluster.DeploymentAsync("shop", "worker")).Autoscalers.Value!.Value));
    }

    [Fact]
    public async Task Room_is_what_quotas_and_nodes_have_left()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Node("node-1", "2", "4Gi");
        cluster.Stub.Node("node-down", isReady: false);
        cluster.Stub.Node("node-tainted", taints: [new { key = "gpu", effect = "NoSchedule" }]);
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Quota("shop", "compute", new { pods = "10", cpu = "2", requests_memory = "1" }, new { pods = "2", cpu = "500m" });

        var facts = await cluster.DeploymentAsync("shop", "checkout");

        Assert.Equal(new NodeRoom("node-1", 1_500, (4L * 1024 - 512) * 1024 * 1024, 108), Assert.Single(facts.Nodes.Value!.Value));
        Assert.Equal([new("compute", "pods", 10, 2), new QuotaFacts("compute", "requests.cpu", 2_000, 500)], facts.Quotas.Value!.Value);
        Assert.Equal((250, 256L * 1024 * 1024), (facts.Workload.Value!.CpuRequest, facts.Workload.Value.MemoryRequest));
        Assert.True(facts.Pod.IsKnown);
        Assert.Null(facts.Pod.Value);
    }

    [Fact]
    public async Task A_pod_and_a_namespace_that_are_going_away_say_so()
    {
        await using var cluster = await StubbedCluster.StartAsync(new() { KubeletsAnswer = false });
        cluster.Stub.Deployment("shop", "checkout", 2);
        var pod = cluster.Stub.PodsOf("shop", "checkout")[0];
        cluster.Stub.Edit("Pod", "shop", pod.Name(), one => one.Meta()["finalizers"] = new System.Text.Json.Nodes.JsonArray("example.com/drain"));
        cluster.Stub.Terminate("Pod", "shop", pod.Name());
        cluster.Stub.Terminate("Namespace", "", "shop");

        var facts = await cluster.PodAsync("shop", pod.Name());

        Assert.NotNull(facts.Pod.Value!.DeletionTimestamp);
        Assert.Equal(["example.com/drain"], facts.Pod.Value.Finalizers);
        Assert.True(facts.Namespace.Value!.IsTerminating);
        Assert.DoesNotContain(facts.Siblings.Value!.Value, sibling => sibling.Ref.Uid == pod.Uid());
    }

    [Fact]
    public async Task A_pod_without_labels_has_the_budgets_that_select_everything()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Pod("shop", "bare");
        cluster.Stub.Edit("Pod", "shop", "bare", pod => pod.Meta().Remove("labels"));
        cluster.Stub.Budget("shop", "checkout", "checkout", 1);
        cluster.Stub.Add(new
        {
            kind = "PodDisruptionBudget", metadata = new { name = "all", @namespace = "shop" }, spec = new { minAvailable = 1, selector = new { } },
        });
        cluster.Stub.Add(new
        {
            kind = "PodDisruptionBudget", metadata = new { name = "none", @namespace = "shop" }, spec = new { minAvailable = 1 },
        });

        Assert.Equal("all", Assert.Single((await cluster.PodAsync("shop", "bare")).Budgets.Value!.Value).Name);
    }

    [Fact]
    public async Task A_budget_that_its_controller_has_not_yet_seen_is_not_current()
    {
        await using var cluster = await StubbedCluster.StartAsync();
        cluster.Stub.Deployment("shop", "checkout", 2);
        cluster.Stub.Budget("shop", "checkout", "checkout", 1, "AlwaysAllow");
        cluster.Stub.Settings.DisruptionControllerRuns = false;
        cluster.Stub.Edit("PodDisruptionBudget", "shop", "checkout", budget => budget.Spec()["minAvailable"] = 2);

        var budget = Assert.Single((await cluster.PodAsync("shop", cluster.Stub.PodsOf("shop", "checkout")[0].Name())).Budgets.Value!.Value);

        Assert.Equal((false, "AlwaysAllow"), (budget.IsCurrent, budget.UnhealthyPodEvictionPolicy));
    }

    private static object Controller(string apiVersion, string kind, string name, string uid) =>
        new { apiVersion, kind, name, uid, controller = true };
}
