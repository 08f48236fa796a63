using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class StartupRulesTests
{
    private const string Pod = "web-6f4-aaaaa";

    private static ClusterSketch Web(Action<V1PodSpec>? spec = null) => new ClusterSketch().Deployment("web", spec: spec);

    [Theory]
    [InlineData("failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: exec: "
        + "\"/opt/run\": stat /opt/run: no such file or directory: unknown", "command_not_found")]
    [InlineData("failed to create shim task: OCI runtime create failed: exec: \"launch\": executable file not found in $PATH: unknown",
        "command_not_found")]
    [InlineData("container create failed: time=\"2026-05-04\" level=error msg=\"runc create failed: exec: \\\"launch\\\": executable file not found "
        + "in $PATH\"", "command_not_found")]
    [InlineData("container create failed: executable file `launch` not found in $PATH: No such file or directory", "command_not_found")]
    [InlineData("OCI runtime create failed: unable to start container process: exec: \"/opt/run\": permission denied: unknown",
        "command_not_executable")]
    public void What_the_runtime_cannot_start(string message, string cause) => Assert.Equal(
        $"{cause} Deployment/shop/web",
        Web().Waiting("web", "CrashLoopBackOff", exitCode: 128, ended: "StartError").Event("Pod", Pod, "Failed", "Error: " + message).Answer());

    [Fact]
    public void What_the_runtime_refuses_for_another_reason() => Assert.Equal(
        "container_not_created Deployment/shop/web",
        Web().Waiting("web", "CreateContainerError")
            .Event("Pod", Pod, "Failed", "Error: failed to generate spec: path \"/x\" is mounted on \"/\" but it is not a shared mount").Answer());

    [Fact]
    public void What_a_shell_cannot_find() => Assert.Equal(
        "command_not_found Deployment/shop/web",
        Web().Waiting("web", "CrashLoopBackOff", exitCode: 127).Log(Pod, "sh: wait-for-schema: not found").Answer());

    [Fact]
    public void A_container_killed_for_its_memory_at_start_lacks_no_command() => Assert.DoesNotContain(
        "command",
        Web().Waiting("web", "ContainerCreating").Event(
            "Pod", Pod, "FailedCreatePodSandBox",
                "Failed to create pod sandbox: unable to start container process: container init was OOM-killed (memory limit too low?): unknown")
                    .Answer(),
        StringComparison.Ordinal);

    [Fact]
    public void An_init_container_that_fails_keeps_the_application_from_starting() => Assert.Equal(
        "init_container_failed Deployment/shop/web",
        Web(Init).Waiting("web", "CrashLoopBackOff", container: "migrate", exitCode: 1, isInit: true)
            .LogOf(Pod, "migrate", "ERROR: column already exists").Answer());

    [Theory]
    [InlineData(12, "init_container_waiting Deployment/shop/web")]
    [InlineData(1, "nothing")]
    public void An_init_container_that_never_ends(int minutes, string answer) => Assert.Equal(
        answer,
        Web(Init).Pod("web", change: pod => pod.Status.InitContainerStatuses =
        [
            new() { Name = "migrate", State = new() { Running = new() { StartedAt = ClusterSketch.Now.AddMinutes(-minutes) } } },
        ]).Answer());

    [Theory]
    [InlineData("plugin type=\"flannel\" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory",
        "pod_network_setup_failed")]
    [InlineData("failed to setup network for sandbox \"2da2\": plugin type=\"calico\" failed (add): error getting ClusterInformation: connection is "
        + "unauthorized", "pod_network_setup_failed")]
    [InlineData("networkPlugin cni failed to set up pod \"web\" network: stat /var/lib/calico/nodename: no such file or directory",
        "pod_network_setup_failed")]
    [InlineData("failed to setup network for sandbox \"2da2\": plugin type=\"host-local\" failed (add): no IP addresses available in range set: "
        + "10.0.0.1-10.0.0.254", "pod_ip_exhausted")]
    [InlineData("plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: failed to assign an IP address to container", "pod_ip_exhausted")]
    public void A_sandbox_without_a_network(string message, string cause)
    {
        var web = Web().Waiting("web", "ContainerCreating").Event("Pod", Pod, "FailedCreatePodSandBox", "Failed to create pod sandbox: " + message);
        Assert.Equal($"{cause} Deployment/shop/web", web.Answer());
        Assert.Equal(
            $"{cause} Node/n1",
            web.Deployment("mail").Waiting("mail", "ContainerCreating")
                .Event("Pod", "mail-6f4-aaaaa", "FailedCreatePodSandBox", "Failed to create pod sandbox: " + message).Answer());
    }

    [Theory]
    [InlineData("PostStartHookError", "FailedPostStartHook", "PostStartHook failed", "post_start_hook_failed")]
    [InlineData("PostStartHookError", "FailedPostStartHook",
        "Exec lifecycle hook ([/warm]) for Container \"app\" in Pod \"web\" failed - error: command '/warm' exited with 126",
        "post_start_hook_failed")]
    public void A_hook_that_fails(string waits, string reason, string message, string cause) =>
        Assert.Equal($"{cause} Deployment/shop/web", Web().Waiting("web", waits).Event("Pod", Pod, reason, message).Answer());

    [Fact]
    public void A_hook_that_fails_at_the_end() => Assert.Equal(
        "pre_stop_hook_failed Deployment/shop/web",
        Web().Pod("web", change: pod => pod.Metadata.DeletionTimestamp = ClusterSketch.Now.AddMinutes(-1))
            .Event("Pod", Pod, "FailedPreStopHook", "PreStopHook failed").Answer());

    [Fact]
    public void A_startup_probe_that_gives_up_too_early() => Assert.Equal(
        "startup_probe_failed Deployment/shop/web",
        Web(spec => spec.Containers[0].StartupProbe = new() { HttpGet = new() { Port = 8080, Path = "/up" }, PeriodSeconds = 5,
            FailureThreshold = 6 })
            .Waiting("web", "CrashLoopBackOff", exitCode: 143)
            .Event("Pod", Pod, "Unhealthy",
                "Startup probe failed: Get \"http://10.0.0.9:8080/up\": dial tcp 10.0.0.9:8080: connect: connection refused")
            .Event("Pod", Pod, "Killing", "Container app failed startup probe, will be restarted", type: "Normal").Answer());

    [Fact]
    public void A_sidecars_startup_probe_while_the_application_crashes_is_not_it() => Assert.DoesNotContain(
        "startup_probe",
        Web().Waiting("web", "CrashLoopBackOff", exitCode: 1)
            .Event("Pod", Pod, "Unhealthy", "Startup probe failed: Get \"http://10.0.0.9:15021/healthz/ready\": connect: connection refused")
                .Answer(),
        StringComparison.Ordinal);

    [Fact]
    public void A_rollout_that_does_not_end_is_a_consequence() => Assert.Equal(
        "rollout_stuck Deployment/shop/web",
        Web().Running("web", ready: false).With(snapshot =>
        {
            snapshot.Deployments[0].Status.Conditions = [new() { Type = "Progressing", Status = "False", Reason = "ProgressDeadlineExceeded",
                Message = "ReplicaSet \"web-6f4\" has timed out progressing." }];
            return snapshot;
        }).Answer());

    [Fact]
    public void A_readiness_gate_that_nobody_sets() => Assert.Equal(
        "readiness_gate_not_set Deployment/shop/web",
        Web(spec => spec.ReadinessGates = [new() { ConditionType = "target-health.elbv2.k8s.aws/web" }]).Pod("web", change: pod =>
        {
            pod.Status.ContainerStatuses = [new() { Name = "app", Ready = true, State = new() { Running = new() } }];
            pod.Status.Conditions = [new() { Type = "Ready", Status = "False", Reason = "ReadinessGatesNotReady" }];
        }).Answer());

    private static void Init(V1PodSpec spec) => spec.InitContainers = [new() { Name = "migrate", Image = "migrate:1" }];

    [Fact]
    public void What_the_runtime_refused_is_known_while_it_backs_off()
    {
        var web = Web().Waiting("web", "CrashLoopBackOff", exitCode: 128, ended: "StartError")
            .Event("Pod", Pod, "Failed", "Error: failed to create containerd task: runc create failed: error mounting \"/x/app.yaml\" to rootfs at "
                + "\"/etc/app\": not a directory: Are you trying to mount a directory onto a file (or vice-versa)?", 3)
            .Event("Pod", Pod, "BackOff", "Back-off restarting failed container app in pod web");
        Assert.Equal("container_not_created Deployment/shop/web", web.Answer());
        Assert.Contains("not a directory", web.Says(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_whose_configuration_the_kubelet_cannot_make() => Assert.Equal(
        "container_not_created Deployment/shop/web",
        Web().Waiting("web", "CreateContainerConfigError", "failed to prepare subPath for volumeMount \"conf\" of container \"app\"").Answer());

    [Fact]
    public void An_init_container_is_told_with_its_last_words() => Assert.Contains(
        "column already exists",
        Web(Init).Waiting("web", "CrashLoopBackOff", container: "migrate", exitCode: 1, isInit: true)
            .LogOf(Pod, "migrate", "ERROR: column already exists").Says(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for \"kata\" is configured", "pod_sandbox_failed")]
    [InlineData("rpc error: code = Unknown desc = failed to create containerd task: cgroup: no such directory", "pod_sandbox_failed")]
    public void A_sandbox_that_the_runtime_cannot_make(string message, string cause) => Assert.Equal(
        $"{cause} Deployment/shop/web",
        Web().Waiting("web", "ContainerCreating").Event("Pod", Pod, "FailedCreatePodSandBox", "Failed to create pod sandbox: " + message).Answer());

    [Theory]
    [InlineData(5, "pre_stop_hook_failed Deployment/shop/web")]
    [InlineData(90, "nothing")]
    public void A_hook_that_failed_as_pods_ended_that_are_gone(int minutesAgo, string answer) => Assert.Equal(
        answer,
        Web(spec => spec.Containers[0].Lifecycle = new() { PreStop = new() { Exec = new() { Command = ["/drain"] } } }).Running("web")
            .Event("Pod", "web-6f4-zzzzz", "FailedPreStopHook", "PreStopHook failed", minutesAgo).Answer());

    [Theory]
    [InlineData("Error", 1, "fails again and again")]
    [InlineData("OOMKilled", 137, "OOMKilled")]
    public void An_init_container_that_is_at_it_again(string reason, int exitCode, string said)
    {
        var web = Web(Init).Pod("web", change: pod => pod.Status.InitContainerStatuses =
        [
            new()
            {
                Name = "migrate", RestartCount = 5, State = new() { Running = new() { StartedAt = ClusterSketch.Now.AddSeconds(-20) } },
                LastState = new() { Terminated = new() { ExitCode = exitCode, Reason = reason, FinishedAt = ClusterSketch.Now.AddMinutes(-1) } },
            },
        ]);
        Assert.Equal("init_container_failed Deployment/shop/web", web.Answer());
        Assert.Contains(said, web.Says(), StringComparison.Ordinal);
    }
}
