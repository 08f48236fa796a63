using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class RuntimeRulesTests
{
    private readonly SmallCluster cluster = new();

    public RuntimeRulesTests()
    {
        this.cluster.Deployment("web", env: ("CARTS_ADDR", "carts:8080"));
        this.cluster.Service("web");
    }

    [Fact]
    public void A_container_killed_for_its_memory_as_it_starts_has_too_low_a_limit()
    {
        var carts = this.cluster.Deployment("carts", ready: 0);
        carts.Spec.Template.Spec.Containers[0].Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("16Mi") } };
        this.cluster.Service("carts");
        this.cluster.Crashed("carts", 137, "OOMKilled");
        this.cluster.Finds("oom_killed", "Deployment/shop/carts");
        Assert.Contains(this.cluster.Answer().Claims, claim => claim.Text.Contains("16Mi", StringComparison.Ordinal));
    }

    [Fact]
    public void A_container_that_the_runtime_kills_before_it_runs_has_too_low_a_limit()
    {
        this.cluster.Deployment("carts", ready: 0);
        this.cluster.Service("carts");
        this.cluster.Crashed("carts", 128, "StartError", message: "container init was OOM-killed (memory limit too low?)");
        this.cluster.Finds("oom_killed", "Deployment/shop/carts");
    }

    [Fact]
    public void A_container_that_lived_long_and_grew_leaks()
    {
        this.cluster.Deployment("carts", ready: 0);
        this.cluster.Service("carts");
        this.cluster.Crashed("carts", 137, "OOMKilled", livedMinutes: 90);
        this.cluster.Metric("memory", "carts", 2e8, 9e8);
        this.cluster.Finds("memory_leak", "Deployment/shop/carts");
    }

    [Fact]
    public void What_grew_is_known_by_the_service_before_it_whatever_that_is_called()
    {
        this.cluster.Deployment("carts", ready: 0);
        this.cluster.Service("basket", selects: "carts");
        this.cluster.Crashed("carts", 137, "OOMKilled", livedMinutes: 90, restarts: 1);
        this.cluster.DoesNotFind("memory_leak");
        this.cluster.Metric("memory", "basket", 2e8, 9e8);
        this.cluster.Finds("memory_leak", "Deployment/shop/carts");
    }

    [Fact]
    public void A_crash_two_calls_away_is_found_with_its_last_words()
    {
        this.cluster.Deployment("carts", env: ("STOCK_URL", "http://stock:8080"));
        this.cluster.Service("carts");
        this.cluster.Deployment("stock", ready: 0);
        this.cluster.Service("stock");
        this.cluster.Crashed("stock", 2);
        this.cluster.Log("stock", "panic: runtime error: index out of range [7] with length 3");
        this.cluster.Log("web", "2026-05-04T11:59:00Z ERROR upstream carts:8080 failed: 500");
        this.cluster.Finds("application_crash", "Deployment/shop/stock");
        Assert.Contains("index out of range", this.cluster.Answer().RootCause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_without_a_word_is_said_by_its_signal()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts");
        this.cluster.Crashed("web", 139);
        Assert.Contains("segmentation fault", this.cluster.Answer().RootCause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_that_nobody_depends_on_is_not_the_answer()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts");
        this.cluster.Deployment("stray", ready: 0);
        this.cluster.Crashed("stray", 2);
        this.cluster.Log("stray", "panic: boom");
        this.cluster.DoesNotFind("application_crash");
    }

    [Fact]
    public void A_restart_of_yesterday_is_not_a_crash()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts");
        var status = this.cluster.PodOf("web").Status.ContainerStatuses[0];
        status.RestartCount = 1;
        status.LastState = new() { Terminated = new() { ExitCode = 137, Reason = "Error", FinishedAt = SmallCluster.Now.AddDays(-1).UtcDateTime } };
        Assert.Empty(this.cluster.Explained());
    }

    [Fact]
    public void The_port_of_the_mesh_sidecar_is_taken_by_the_application()
    {
        var carts = this.cluster.Deployment("carts", ready: 0);
        carts.Spec.Template.Metadata.Annotations = new Dictionary<string, string> { ["proxy.istio.io/config"] = "{ \"statusPort\": 8080 }" };
        this.cluster.Service("carts");
        this.cluster.Log("carts", "Web server failed to start. Port 8080 was already in use.");
        this.cluster.Finds("service_sidecar_port_conflict", "Deployment/shop/carts");
    }

    [Theory]
    [InlineData("accept tcp [::]:8080: accept4: too many open files")]
    [InlineData("java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached")]
    [InlineData("RuntimeError: can't start new thread")]
    [InlineData("Error: EMFILE: too many open files, open '/tmp/x'")]
    public void No_descriptor_or_thread_is_left(string line)
    {
        this.cluster.Log("web", line);
        this.cluster.Finds("descriptors_or_threads_exhausted", "Deployment/shop/web");
    }

    [Theory]
    [InlineData("write /data/segment: no space left on device")]
    [InlineData("Error: ENOSPC: no space left on device, write")]
    [InlineData("ERROR:  could not extend file \"base/16384/2619\": wrote only 4096 of 8192 bytes")]
    public void The_disk_is_full(string line)
    {
        this.cluster.Log("web", line);
        this.cluster.Finds("disk_full_in_application", "Deployment/shop/web");
    }

    [Fact]
    public void What_was_written_hours_before_is_no_sign()
    {
        this.cluster.Deployment("carts");
        this.cluster.Service("carts");
        this.cluster.Log("web", "2026-05-04T03:00:00Z ERROR too many open files");
        Assert.Empty(this.cluster.Explained());
    }
}
