using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class ProbeRulesTests
{
    private const string Pod = "web-6f4-aaaaa";
    private static readonly V1Probe Good = new() { Grpc = new() { Port = 8080 }, InitialDelaySeconds = 5, PeriodSeconds = 10, FailureThreshold = 3 };

    private static V1Probe Http(int port, string path = "/") =>
        new() { HttpGet = new() { Port = port, Path = path }, InitialDelaySeconds = 5, PeriodSeconds = 10, FailureThreshold = 3 };

    private static ClusterSketch Killed(V1Probe liveness, string message, int minutesAgo = 1) => new ClusterSketch()
        .Deployment("web", spec: spec => (spec.Containers[0].LivenessProbe, spec.Containers[0].ReadinessProbe) = (liveness, Good))
        .Running("web", restarts: 3)
        .Event("Pod", Pod, "Unhealthy", "Liveness probe failed: " + message, minutesAgo, 9)
        .Event("Pod", Pod, "Killing", "Container app failed liveness probe, will be restarted", minutesAgo, 3, "Normal");

    private static ClusterSketch Unready(V1Probe readiness, string message) => new ClusterSketch()
        .Deployment("web", spec: spec => (spec.Containers[0].LivenessProbe, spec.Containers[0].ReadinessProbe) = (Good, readiness))
        .Running("web", ready: false)
        .Event("Pod", Pod, "Unhealthy", "Readiness probe failed: " + message, 1, 30);

    [Theory]
    [InlineData("timeout: failed to connect service \"10.0.0.9:8081\" within 1s: context deadline exceeded")]
    [InlineData("dial tcp 10.0.0.9:8081: connect: connection refused")]
    [InlineData("Get \"http://10.0.0.9:8081/\": dial tcp 10.0.0.9:8081: connect: connection refused")]
    public void A_port_that_nothing_listens_on(string message)
    {
        Assert.Equal("liveness_probe_incorrect_port Deployment/shop/web", Killed(Http(8081), message).Answer());
        Assert.Equal("readiness_probe_incorrect_port Deployment/shop/web", Unready(Http(8081), message).Answer());
    }

    [Theory]
    [InlineData("Get \"http://10.0.0.9:8080/\": net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\\x00\\x00\\x06\"")]
    [InlineData("Get \"https://10.0.0.9:8080/\": http: server gave HTTP response to HTTPS client")]
    [InlineData("Get \"http://10.0.0.9:8080/\": EOF")]
    public void A_protocol_that_the_port_does_not_speak(string message)
    {
        Assert.Equal("liveness_probe_incorrect_protocol Deployment/shop/web", Killed(Http(8080), message).Answer());
        Assert.Equal("readiness_probe_incorrect_protocol Deployment/shop/web", Unready(Http(8080), message).Answer());
    }

    [Fact]
    public void A_path_that_the_application_does_not_know()
    {
        Assert.Equal("liveness_probe_incorrect_path Deployment/shop/web",
            Killed(Http(8080, "/helth"), "HTTP probe failed with statuscode: 404").Answer());
        Assert.Equal("readiness_probe_incorrect_path Deployment/shop/web",
            Unready(Http(8080, "/helth"), "HTTP probe failed with statuscode: 404").Answer());
    }

    [Fact]
    public void A_liveness_probe_without_patience() => Assert.Equal(
        "liveness_probe_incorrect_timing Deployment/shop/web",
        Killed(
            new() { Grpc = new() { Port = 8080 }, InitialDelaySeconds = 1, PeriodSeconds = 1, FailureThreshold = 1 },
            "timeout: failed to connect service \"10.0.0.9:8080\" within 1s: context deadline exceeded").Answer());

    [Fact]
    public void A_start_that_takes_longer_than_the_probe_waits() => Assert.Equal(
        "liveness_probe_incorrect_timing Deployment/shop/web",
        new ClusterSketch().Deployment("web", spec: spec => spec.Containers[0].LivenessProbe = Http(8080))
            .Waiting("web", "CrashLoopBackOff", exitCode: 143)
            .Event("Pod", Pod, "Unhealthy",
                "Liveness probe failed: Get \"http://10.0.0.9:8080/\": dial tcp 10.0.0.9:8080: connect: connection refused", 1, 9)
            .Event("Pod", Pod, "Killing", "Container app failed liveness probe, will be restarted", 1, 3, "Normal").Answer());

    [Fact]
    public void A_patient_probe_that_fails_says_only_that_it_fails() => Assert.Equal(
        "nothing", Killed(Good, "timeout: health rpc did not complete within 1s").Answer());

    [Fact]
    public void A_probe_that_failed_while_the_container_started_is_no_cause() => Assert.Equal(
        "nothing",
        new ClusterSketch().Deployment("web", spec: spec => spec.Containers[0].LivenessProbe = Http(8081)).Running("web")
            .Event("Pod", Pod, "Unhealthy", "Liveness probe failed: dial tcp 10.0.0.9:8081: connect: connection refused", 4, 1).Answer());

    [Fact]
    public void A_container_that_was_killed_long_ago_is_no_cause() => Assert.Equal(
        "nothing", Killed(Http(8081), "dial tcp 10.0.0.9:8081: connect: connection refused", minutesAgo: 45).Answer());

    [Fact]
    public void A_probe_that_fails_with_another_service() => Assert.Equal(
        "probe_depends_on_other_service Deployment/shop/web",
        Unready(Http(8080, "/ready"), "HTTP probe failed with statuscode: 503").Log(Pod, "ready check: ledger: dial tcp: connection refused")
            .With(snapshot => snapshot with { Services = [AdmissionRulesTests.Service("shop", "ledger", "ledger")] }).Answer());

    [Fact]
    public void A_probe_that_waits_a_second_for_an_application_that_answers_others() => Assert.Equal(
        "liveness_probe_incorrect_timing Deployment/shop/web",
        new ClusterSketch()
            .Deployment("web", spec: spec => (spec.Containers[0].LivenessProbe, spec.Containers[0].ReadinessProbe) = (Http(8080), Http(8080)))
            .Running("web", restarts: 3)
            .Event("Pod", Pod, "Unhealthy",
                "Liveness probe failed: Get \"http://10.0.0.9:8080/\": context deadline exceeded (Client.Timeout exceeded while awaiting "
                    + "headers)", 1, 9)
            .Event("Pod", Pod, "Killing", "Container app failed liveness probe, will be restarted", 1, 3, "Normal").Answer());

    [Theory]
    [InlineData("2026-05-04T11:58:00Z ERROR readiness check of https://api.partner.example/status failed: timed out",
        "probe_depends_on_other_service Deployment/shop/web")]
    [InlineData("2026-05-04T11:58:00Z ERROR GET https://api.partner.example/status failed: timed out", "nothing")]
    public void A_probe_that_asks_somebody_outside(string line, string answer) => Assert.Equal(
        answer, Unready(Http(8080, "/ready"), "HTTP probe failed with statuscode: 503").Log(Pod, line).Answer());

    [Fact]
    public void A_slow_start_that_ends_well_when_it_is_killed() => Assert.Equal(
        "liveness_probe_incorrect_timing Deployment/shop/web",
        new ClusterSketch().Deployment("web", spec: spec => spec.Containers[0].LivenessProbe = Http(8080))
            .Pod("web", change: pod => pod.Status.ContainerStatuses =
            [
                new()
                {
                    Name = "app", Ready = false, RestartCount = 4, State = new() { Waiting = new() { Reason = "CrashLoopBackOff" } },
                    LastState = new() { Terminated = new() { ExitCode = 0, Reason = "Completed", FinishedAt = ClusterSketch.Now.AddMinutes(-1) } },
                },
            ])
            .Event("Pod", Pod, "Unhealthy",
                "Liveness probe failed: Get \"http://10.0.0.9:8080/\": dial tcp 10.0.0.9:8080: connect: connection refused", 1, 9)
            .Event("Pod", Pod, "Killing", "Container app failed liveness probe, will be restarted", 1, 3, "Normal").Answer());
}
