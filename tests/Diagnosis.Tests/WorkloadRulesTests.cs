using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class WorkloadRulesTests
{
    private readonly SmallCluster cluster = new();

    public WorkloadRulesTests()
    {
        this.cluster.Deployment("web", env: ("CARTS_ADDR", "carts:8080"));
        this.cluster.Service("web");
        this.cluster.Service("carts");
    }

    [Fact]
    public void A_dependency_is_scaled_to_zero()
    {
        this.cluster.Deployment("carts", 0);
        this.cluster.Event("Deployment", "carts", "ScalingReplicaSet", "Scaled down replica set carts-1 to 0 from 2");
        this.cluster.Finds("deployment_zero_replicas", "Deployment/shop/carts");
    }

    [Fact]
    public void Zero_is_wrong_beside_a_scaled_object_of_another()
    {
        this.cluster.Deployment("carts", 0);
        this.cluster.Custom("keda.sh/v1alpha1", "ScaledObject", "web", """{"scaleTargetRef":{"name":"web"}}""");
        this.cluster.Finds("deployment_zero_replicas", "Deployment/shop/carts");
    }

    [Fact]
    public void Somebody_took_replicas_away()
    {
        this.cluster.Deployment("carts");
        this.cluster.Event("Deployment", "carts", "ScalingReplicaSet", "Scaled down replica set carts-1 from 4 to 1", minutesAgo: 12);
        this.cluster.Finds("scaled_by_hand", "Deployment/shop/carts");
    }

    [Theory]
    [InlineData("Scaled down replica set carts-0 to 0 from 4")]
    [InlineData("Scaled up replica set carts-1 to 1 from 0")]
    public void A_rollout_takes_the_replicas_of_the_old_revision(string message)
    {
        this.cluster.Deployment("carts");
        this.cluster.Event("Deployment", "carts", "ScalingReplicaSet", message, minutesAgo: 12);
        this.cluster.DoesNotFind("scaled_by_hand");
    }

    [Fact]
    public void What_nobody_needs_may_be_at_zero()
    {
        this.cluster.Deployment("carts");
        this.cluster.Deployment("batch", 0);
        this.cluster.DoesNotFind("deployment_zero_replicas");
    }

    [Fact]
    public void A_rollout_is_paused()
    {
        var web = this.cluster.Deployment("carts", 2);
        web.Spec.Paused = true;
        web.Status.UpdatedReplicas = 1;
        this.cluster.Asked = "carts";
        this.cluster.Finds("rollout_paused", "Deployment/shop/carts");
    }

    [Fact]
    public void A_pod_does_not_end()
    {
        this.cluster.Deployment("carts");
        var pod = this.cluster.PodOf("web");
        pod.Metadata.DeletionTimestamp = SmallCluster.Now.AddMinutes(-40).UtcDateTime;
        this.cluster.Finds("stuck_terminating", "Deployment/shop/web");
    }

    [Fact]
    public void A_stateful_set_waits_for_a_lower_number()
    {
        this.cluster.Deployment("carts");
        this.cluster.Asked = "store";
        this.cluster.Also = snapshot => snapshot with
        {
            StatefulSets =
            [
                new()
                {
                    Metadata = new() { Name = "store", NamespaceProperty = SmallCluster.Home }, Status = new() { ReadyReplicas = 0 },
                    Spec = new() { Replicas = 3, Template = new() { Spec = new() { Containers = [new() { Name = "store" }] } } },
                },
            ],
            Pods = snapshot.Pods.Add(new()
            {
                Metadata = new() { Name = "store-0", NamespaceProperty = SmallCluster.Home,
                OwnerReferences = [new() { Kind = "StatefulSet", Name = "store", Controller = true }] },
                Spec = new(), Status = new() { Phase = "Running", Conditions = [new() { Type = "Ready", Status = "False" }] },
            }),
        };
        this.cluster.Finds("statefulset_blocked_by_lower_ordinal", "StatefulSet/shop/store");
    }

    [Fact]
    public void A_daemon_set_leaves_out_a_node_without_its_label() => AgentIsNotEverywhere(
        new() { NodeSelector = new Dictionary<string, string> { ["logs"] = "yes" } }, new());

    [Fact]
    public void A_daemon_set_does_not_tolerate_a_taint() => AgentIsNotEverywhere(
        new() { Containers = [new() { Name = "agent" }] },
        new() { Taints = [new() { Key = "gpu", Value = "yes", Effect = "NoSchedule" }] });

    private void AgentIsNotEverywhere(V1PodSpec agent, V1NodeSpec node)
    {
        this.cluster.Deployment("carts");
        this.cluster.Asked = "agent";
        this.cluster.Also = snapshot => snapshot with
        {
            DaemonSets =
            [
                new()
                {
                    Metadata = new() { Name = "agent", NamespaceProperty = SmallCluster.Home }, Status = new(),
                    Spec = new() { Template = new() { Spec = agent } },
                },
            ],
            Nodes = [new() { Metadata = new() { Name = "node-7" }, Spec = node, Status = new() }],
        };
        this.cluster.Finds("daemonset_not_everywhere", "DaemonSet/shop/agent");
    }
}
