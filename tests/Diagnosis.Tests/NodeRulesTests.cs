namespace AiSre.Diagnosis.Tests;

public sealed class NodeRulesTests
{
    private readonly SmallCluster cluster = new();

    public NodeRulesTests()
    {
        this.cluster.Deployment("web");
        this.cluster.Service("web");
    }

    [Theory]
    [InlineData("Ready", "Unknown", "Kubelet stopped posting node status.", "kubelet_unavailable")]
    [InlineData("Ready", "False", "container runtime is down", "containerd_unavailable")]
    [InlineData("Ready", "False", "node is shutting down", "node_not_ready")]
    [InlineData("Ready", "False", "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin "
        + "returns error: cni plugin not initialized", "node_not_ready")]
    [InlineData("Ready", "False", "[container runtime is down, PLEG is not healthy]", "containerd_unavailable")]
    [InlineData("KubeProxyUnavailable", "True", "kube-proxy.service is inactive", "kube_proxy_unavailable")]
    [InlineData("MemoryPressure", "True", "kubelet has insufficient memory available", "node_memory_pressure")]
    [InlineData("DiskPressure", "True", "kubelet has disk pressure", "node_disk_pressure")]
    [InlineData("PIDPressure", "True", "kubelet has insufficient PID available", "node_pid_pressure")]
    [InlineData("NetworkUnavailable", "True", "no route", "node_network_unavailable")]
    [InlineData("ReadonlyFilesystem", "True", "Remounting filesystem read-only", "node_readonly_filesystem")]
    [InlineData("KernelDeadlock", "True", "task blocked for more than 120 seconds", "node_kernel_problem")]
    [InlineData("NTPProblem", "True", "clock is not synchronized", "clock_skew")]
    [InlineData("FlogistonLeak", "True", "flogiston is low", "node_condition")]
    public void A_condition_of_the_node_is_its_cause(string type, string status, string message, string cause) =>
        With((type, status, message)).Finds(cause, "Node/node-0");

    [Theory]
    [InlineData("Ready", "True")]
    [InlineData("KubeletConfigOk", "True")]
    [InlineData("EtcdIsVoter", "True")]
    [InlineData("MemoryPressure", "False")]
    public void A_harmless_condition_is_no_cause(string type, string status) => Assert.Empty(With((type, status, "fine")).Explained());

    [Fact]
    public void The_node_of_others_is_no_cause()
    {
        With(("KernelDeadlock", "True", "task blocked"), "node-9").DoesNotFind("node_kernel_problem");
    }

    [Fact]
    public void Pods_evicted_for_memory_show_what_their_node_lacked()
    {
        this.cluster.Also = snapshot => snapshot with
        {
            Nodes = [new() { Metadata = new() { Name = "node-0" }, Spec = new(), Status = new() { Conditions = [] } }],
            Pods = snapshot.Pods.Add(new()
            {
                Metadata = new() { Name = "web-1-9", NamespaceProperty = SmallCluster.Home,
                OwnerReferences = [new() { Kind = "ReplicaSet", Name = "web-1", Controller = true }] },
                Spec = new() { NodeName = "node-0" },
                Status = new()
                {
                    Phase = "Failed", Reason = "Evicted",
                        Message = "The node was low on resource: memory. Container web was using 700Mi, request is 0.",
                    StartTime = SmallCluster.Now.AddMinutes(-20).UtcDateTime,
                },
            }),
        };
        this.cluster.Finds("node_memory_pressure", "Node/node-0");
    }

    [Fact]
    public void The_control_plane_answers_late()
    {
        this.cluster.Log("web", "2026-05-04T11:58:00Z E0504 leader election: error retrieving resource lock shop/web",
            "2026-05-04T11:58:30Z etcdserver: request timed out");
        this.cluster.Event("Pod", "web-1-0", "FailedMount", "etcdserver: request timed out");
        this.cluster.Finds("control_plane_slow_or_unreachable", "ControlPlane/kube-apiserver");
    }

    [Theory]
    [InlineData("2026-05-04T11:59:00Z ERROR 401 token used before issued")]
    [InlineData("2026-05-04T11:59:00Z ERROR x509: certificate has expired or is not yet valid: current time 2026-05-04T09:00:00Z is before "
        + "2026-05-04T10:00:00Z")]
    public void The_clock_of_a_node_is_behind(string line)
    {
        this.cluster.Log("web", line, line);
        this.cluster.Finds("clock_skew", "Node/node-0");
    }

    [Fact]
    public void A_condition_is_said_by_its_name() =>
        Assert.Contains("KernelDeadlock", With(("KernelDeadlock", "True", "task blocked")).Answer().RootCause, StringComparison.Ordinal);

    private SmallCluster With((string Type, string Status, string Message) condition, string node = "node-0")
    {
        this.cluster.Also = snapshot => snapshot with
        {
            Nodes =
            [
                new()
                {
                    Metadata = new() { Name = node }, Spec = new(),
                    Status = new() { Conditions =
                        [new() { Type = condition.Type, Status = condition.Status, Message = condition.Message, Reason = "Seen" }] },
                },
            ],
        };
        return this.cluster;
    }
}
