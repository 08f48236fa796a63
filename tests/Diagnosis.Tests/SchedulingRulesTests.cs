using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class SchedulingRulesTests
{
    private static ClusterSketch Web(Action<V1PodSpec>? spec = null) => new ClusterSketch().Deployment("web", spec: spec);

    [Theory]
    [InlineData("2 Insufficient cpu", "cpu_capacity_mismatch")]
    [InlineData("2 Insufficient memory", "memory_capacity_mismatch")]
    [InlineData("2 Insufficient ephemeral-storage", "ephemeral_storage_insufficient")]
    [InlineData("2 Insufficient nvidia.com/gpu", "extended_resource_unavailable")]
    [InlineData("2 Insufficient hugepages-2Mi", "extended_resource_unavailable")]
    [InlineData("2 cannot allocate all claims", "extended_resource_unavailable")]
    [InlineData("2 Too many pods", "node_pod_limit_reached")]
    [InlineData("2 node(s) didn't match pod anti-affinity rules", "pod_anti_affinity_conflict")]
    [InlineData("2 node(s) didn't satisfy existing pods anti-affinity rules", "pod_anti_affinity_conflict")]
    [InlineData("2 node(s) didn't match pod affinity/anti-affinity", "pod_anti_affinity_conflict")]
    [InlineData("2 node(s) didn't match pod affinity rules", "pod_affinity_unsatisfied")]
    [InlineData("2 node(s) didn't match pod topology spread constraints (missing required label)", "topology_spread_unsatisfiable")]
    [InlineData("2 node(s) didn't have free ports for the requested pod ports", "host_port_taken")]
    [InlineData("2 node(s) had volume node affinity conflict", "volume_zone_conflict")]
    [InlineData("2 node(s) exceed max volume count", "node_volume_limit_reached")]
    public void What_the_scheduler_says_of_most_nodes_is_the_cause(string reason, string cause) => Assert.Equal(
        $"{cause} Deployment/shop/web",
        Web().Node("n1").Node("n2").Node("cp", ControlPlane)
            .Unplaced("web", $"0/3 nodes are available: 1 node(s) had untolerated taint {{node-role.kubernetes.io/control-plane: }}, {reason}. "
                + $"preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.")
            .Answer());

    [Fact]
    public void Two_reasons_are_weighed_by_their_nodes() => Assert.Equal(
        "memory_capacity_mismatch Deployment/shop/web",
        Web().Node("n1").Node("n2").Node("n3").Unplaced("web", "0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient memory.").Answer());

    [Fact]
    public void A_request_that_no_node_could_ever_meet_is_said() => Assert.Contains(
        "more than the largest node can give",
        new Engine(Rules.RuleBook.All).Explain(
            Web(spec => spec.Containers[0].Resources.Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("16") })
                .Node("n1").Unplaced("web", "0/1 nodes are available: 1 Insufficient cpu.").Scene()).Hypotheses[0].Claims[1].Text,
                    StringComparison.Ordinal);

    [Fact]
    public void A_selector_that_no_node_has_is_told_from_an_affinity()
    {
        const string said = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";
        Assert.Equal("node_selector_mismatch Deployment/shop/web",
            Web(spec => spec.NodeSelector = Labels("disk", "ssd")).Node("n1").Unplaced("web", said).Answer());
        Assert.Equal("node_affinity_mismatch Deployment/shop/web", Web(Affinity("disk", "ssd")).Node("n1").Unplaced("web", said).Answer());
        Assert.Equal(
            "node_selector_mismatch Deployment/shop/web",
            Web(spec => spec.NodeSelector = Labels("disk", "ssd")).Node("n1")
                .Unplaced("web", "0/1 nodes are available: 1 node(s) didn't match node selector.").Answer());
    }

    [Fact]
    public void Of_the_node_that_a_pod_is_pinned_to_its_cordon_or_taint_counts()
    {
        const string said = "0/2 nodes are available: 1 node(s) were unschedulable, 1 node(s) didn't match Pod's node affinity/selector.";
        Assert.Equal(
            "node_cordon_mismatch Deployment/shop/web",
            Web(spec => spec.NodeSelector = Labels("kubernetes.io/hostname", "n1")).Node("n1", Cordoned).Node("n2").Unplaced("web", said).Answer());
        Assert.Equal(
            "taint_toleration_mismatch Deployment/shop/web",
            Web(Affinity("kubernetes.io/hostname", "n1")).Node("n1", Tainted).Node("n2").Node("cp", Cordoned)
                .Unplaced("web", "0/3 nodes are available: 1 node(s) had untolerated taint {team: red}, 2 node(s) didn't match Pod's node "
                    + "affinity/selector.").Answer());
    }

    [Fact]
    public void A_pod_that_tolerates_the_taint_has_another_reason() => Assert.Equal(
        "cpu_capacity_mismatch Deployment/shop/web",
        Web(spec => spec.Tolerations = [new() { Key = "team", OperatorProperty = "Equal", Value = "red", Effect = "NoSchedule" }])
            .Node("n1", Tainted).Unplaced("web", "0/1 nodes are available: 1 Insufficient cpu.").Answer());

    [Fact]
    public void Cordoned_workers_leave_nothing() => Assert.Equal(
        "node_cordon_mismatch Deployment/shop/web",
        Web().Node("n1", Cordoned).Node("n2", Cordoned).Unplaced("web", "0/2 nodes are available: 2 node(s) were unschedulable.").Answer());

    [Fact]
    public void A_cordoned_control_plane_explains_nothing() => Assert.Equal(
        "memory_capacity_mismatch Deployment/shop/web",
        Web().Node("n1").Node("cp", node => { ControlPlane(node); Cordoned(node); })
            .Unplaced("web", "0/2 nodes are available: 1 node(s) were unschedulable, 1 Insufficient memory.").Answer());

    [Fact]
    public void A_scheduling_gate_keeps_the_scheduler_away() => Assert.Equal(
        "scheduling_gated Deployment/shop/web",
        Web(spec => spec.SchedulingGates = [new() { Name = "example.com/quota" }]).Pod("web", node: null).Answer());

    [Fact]
    public void A_pod_that_no_scheduler_looks_at_means_that_there_is_none() => Assert.Equal(
        "kube_scheduler_unavailable Node/cp", Web().Node("cp", ControlPlane).Node("n1").Pod("web", node: null).Answer());

    [Fact]
    public void A_pod_made_just_now_is_not_yet_ignored() => Assert.Equal(
        "nothing", Web().Node("cp", ControlPlane).Pod("web", node: null, pod => pod.Metadata.CreationTimestamp = ClusterSketch.Now.AddSeconds(-5))
            .Answer());

    [Fact]
    public void Another_scheduler_than_the_usual_may_be_the_missing_one() => Assert.Equal(
        "scheduler_name_unknown Deployment/shop/web", Web(spec => spec.SchedulerName = "volcano").Node("n1").Pod("web", node: null).Answer());

    [Theory]
    [InlineData("Preempted by pod 0b1c on node n1")]
    [InlineData("Preempted by shop/urgent-1 on node n1")]
    [InlineData("Preempted by a pod on node n1")]
    public void Pods_that_gave_way_come_before_the_room_that_they_lack(string message) => Assert.Equal(
        "preempted_by_higher_priority Deployment/shop/web",
        Web().Node("n1").Unplaced("web", "0/1 nodes are available: 1 Insufficient cpu.")
            .Event("Pod", "web-6f4-old", "Preempted", message, 20, 1, "Normal").Answer());

    [Fact]
    public void Pods_of_others_that_gave_way_do_not_matter() => Assert.Equal(
        "cpu_capacity_mismatch Deployment/shop/web",
        Web().Node("n1").Unplaced("web", "0/1 nodes are available: 1 Insufficient cpu.")
            .Event("Pod", "mail-6f4-old", "Preempted", "Preempted by pod 1 on node n1").Answer());

    private static void ControlPlane(V1Node node)
    {
        node.Metadata.Labels["node-role.kubernetes.io/control-plane"] = "";
        node.Spec.Taints = [new() { Key = "node-role.kubernetes.io/control-plane", Effect = "NoSchedule" }];
    }

    private static void Cordoned(V1Node node)
    {
        node.Spec.Unschedulable = true;
        node.Spec.Taints = [.. node.Spec.Taints ?? [], new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" }];
    }

    private static void Tainted(V1Node node) => node.Spec.Taints = [new() { Key = "team", Value = "red", Effect = "NoSchedule" }];

    private static Dictionary<string, string> Labels(string key, string value) => new() { [key] = value };

    private static Action<V1PodSpec> Affinity(string key, string value) => spec => spec.Affinity = new()
    {
        NodeAffinity = new()
        {
            RequiredDuringSchedulingIgnoredDuringExecution = new()
            {
                NodeSelectorTerms = [new() { MatchExpressions = [new() { Key = key, OperatorProperty = "In", Values = [value] }] }],
            },
        },
    };

    [Fact]
    public void A_gated_pod_does_not_mean_that_the_scheduler_is_down() => Assert.Equal(
        "scheduling_gated Deployment/shop/web",
        Web(spec => spec.SchedulingGates = [new() { Name = "example.com/quota" }]).Node("n1").Pod("web", node: null).Answer());
}
