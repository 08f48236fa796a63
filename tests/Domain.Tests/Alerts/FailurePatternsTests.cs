using AiSre.Domain.Alerts;
using CsCheck;

namespace AiSre.Domain.Tests.Alerts;

/// <summary>Per label: what it must be given to, and what it must not be given to because the words only look alike.</summary>
public class FailurePatternsTests
{
    private static readonly Dictionary<string, (string[] Is, string[] IsNot)> Cases = new()
    {
        ["oomkilled"] = (
            ["Container OOMKilled", "Pod api was oom-killed", "java.lang.OutOfMemoryError: heap", "Process out of memory",
                "Container ended with exit code 137", "OOM killer invoked on node-3"],
            ["Room killed the mood", "Memory usage high", "Exit code 1", "Zoom kill switch used", "Exit code 1370", "Out of storage"]),
        ["crashloop"] = (
            ["CrashLoopBackOff", "Pod is crash looping", "Pod crash-loops since 10:00", "Back-off restarting failed container",
                "KubePodCrashLooping: payments", "Pod has restarted 5 times in the last 10 minutes", "Container restarting repeatedly"],
            ["Loop detected in routing", "App crashed once", "Restart the service please", "Server was restarted by admin", "Browser crash report",
                "ImagePullBackOff"]),
        ["image_pull"] = (
            ["ImagePullBackOff", "ErrImagePull on web-1", "Failed to pull image registry/app:1", "Back-off pulling image nginx:bad",
                "InvalidImageName", "manifest unknown: app:v9", "ErrImageNeverPull"],
            ["Image upload slow", "Pull request merged", "Pull rate dropped", "Image size is large", "Failed to render image",
                "Pulling data from S3"]),
        ["config_error"] = (
            ["CreateContainerConfigError", "configmap app-config not found", "Secret db-password not found", "Missing environment variable DB_URL",
                "Invalid configuration in nginx", "Prometheus config reload failed", "CreateContainerError"],
            ["Configuration was updated", "Page not found", "Secret rotated", "Environment created", "Config deployed to prod", "Container started"]),
        ["probe_failure"] = (
            ["Readiness probe failed: HTTP probe", "Liveness probe errored", "Startup probe fails on web", "Health check failing for api",
                "Healthcheck failed", "Readiness probes are failing"],
            ["Space probe launched", "Probe configured", "System healthy", "Health score dropped", "Liveness of the debate", "Checks failed in CI"]),
        ["scheduling"] = (
            ["FailedScheduling: 0/5 nodes are available", "Pod unschedulable", "Insufficient cpu", "Pods stuck in Pending", "Pod cannot be scheduled",
                "Insufficient memory on all nodes"],
            ["Maintenance scheduled", "Schedule changed", "Insufficient permissions", "Pending invoices high", "Pending review",
                "Insufficient funds at gateway"]),
        ["evicted"] = (
            ["Pod was evicted", "Eviction threshold met", "Evicting pod payments-1", "The node evicted 5 pods", "Evictions above 10 per hour",
                "Pod status Evicted"],
            ["Pod deleted", "Cache cleared", "Evicretion", "Pod terminated", "Victim selected", "Conviction rate"]),
        ["node_not_ready"] = (
            ["Node ip-10-0-0-1 NotReady", "KubeNodeNotReady", "Node worker-3 is not ready", "Node worker-3 is down", "Kubelet stopped",
                "Nodes unreachable in zone a", "KubeNodeUnreachable"],
            ["Node added", "Pod not ready", "Service down", "node.js version is old", "Ready replicas low", "Node cordoned by alice"]),
        ["disk_pressure"] = (
            ["DiskPressure on node-1", "No space left on device", "Disk usage on /var at 91%", "Filesystem is almost full", "Low disk space on db-1",
                "Volume data-0 is 95% full", "Inodes exhausted"],
            ["Disk replaced", "CPU pressure", "Workspace created", "Full outage", "Space station", "Disk serial changed"]),
        ["volume_mount"] = (
            ["FailedMount: timed out waiting", "Unable to attach or mount volumes", "MountVolume.SetUp failed for volume pvc-1",
                "PVC data-0 is Pending", "Multi-Attach error for volume", "FailedAttachVolume", "PersistentVolumeClaim lost"],
            ["Mount Everest job ok", "Volume of orders is normal", "Amount mismatch", "Attachment too large", "Volume resized", "File attached"]),
        ["high_cpu"] = (
            ["High CPU on payments-api", "CPU usage above 90%", "CPU utilization is high", "CPU load too high on web-1", "Elevated CPU",
                "Load average 32 on db-1", "CPU saturation"],
            ["CPU throttling is high", "CPU replaced", "High memory on payments-api", "CPUs added", "High cpus-and-chips stock price",
                "New CPU model"]),
        ["cpu_throttling"] = (
            ["CPUThrottlingHigh", "CPU throttling is high", "CPU is throttled 80% of the time", "Throttled CPU on web",
                "Container cpu throttle ratio", "Heavy throttling of cpu"],
            ["High CPU", "API throttled", "Requests throttled", "Throttle valve", "CPU usage high", "Network throttled"]),
        ["high_memory"] = (
            ["High memory on payments-api", "Memory usage above 90%", "Memory leak in worker", "Heap usage at 95%", "Memory pressure on node-1",
                "Low memory on db-1", "RAM utilization over 90%"],
            ["In memory of a colleague", "High CPU", "Memory upgraded", "Heap dump written", "RAMP plan", "Memorial day"]),
        ["http_5xx"] = (
            ["HTTP 5xx rate high", "503 from checkout", "Error rate above 5%", "502 Bad Gateway", "Internal server error on /pay",
                "Upstream returned HTTP 500", "http_504 count rising", "Service unavailable"],
            ["HTTP 4xx rate high", "HTTP 200", "500ms response", "Order 15030 lost", "5xxx", "Rate of orders low"]),
        ["latency"] = (
            ["p99 latency above 200ms", "High latency on checkout", "Response time above 2s", "Slow queries on db-1", "p95 above target",
                "Apdex below 0.8", "Requests are responding slowly"],
            ["Late delivery", "p50 of basket value", "Slow news day", "Response received", "Time is out of sync", "Latent bug found"]),
        ["dns"] = (
            ["DNS lookup failures", "NXDOMAIN for api.internal", "SERVFAIL from resolver", "no such host: db", "CoreDNS pods restarted",
                "Could not resolve host api", "Temporary failure in name resolution"],
            ["Incident resolved", "Resolve this soon", "Host added", "Name changed", "Domain renewed", "EDNSX board"]),
        ["cert_expiry"] = (
            ["Certificate expires in 7 days", "TLS cert for api expired", "SSL certificate is not valid", "Cert expiry soon",
                "Expired certificate on lb", "x509: certificate has expired or is not yet valid"],
            ["Certificate renewed", "Session expired", "Concert tickets expire", "Token expires", "Certified engineer", "Expired coupon"]),
        ["connection_pool"] = (
            ["Connection pool exhausted", "Too many connections on db-1", "HikariPool: pool timeout", "Thread pool starvation", "No free connections",
                "FATAL: sorry, too many clients already", "Pool is full"],
            ["Pool created", "Connection slow", "Swimming pool leak", "Spool timeout", "Many connections are good", "Connection closed normally"]),
        ["rate_limit"] = (
            ["Rate limit exceeded", "Too many requests to GitHub", "HTTP 429 from Stripe", "rate-limited by provider", "ThrottlingException",
                "Requests are throttled", "RateLimiter rejected calls"],
            ["Rate of orders low", "CPU throttled", "Limit raised", "Order 4291", "Interest rate change", "Speed limit sign"]),
        ["network"] = (
            ["Packet loss 12% on eth0", "Network unreachable", "Connection refused by api", "Connection reset by peer", "No route to host",
                "i/o timeout calling billing", "Link eth1 down", "NetworkPlugin not ready"],
            ["Social network post", "Packet received", "Network created", "Connection established", "Linked account", "Route changed"]),
        ["queue_backlog"] = (
            ["Queue orders backlog growing", "Kafka consumer lag high", "RabbitMQ queue depth above 10000", "Consumers are falling behind",
                "SQS messages piling up", "Unacked messages rising", "Backlog of 5000 jobs"],
            ["Queue created", "Replica lag high", "Topic renamed", "Messages sent", "Flag raised", "Consumer complained"]),
        ["deploy_regression"] = (
            ["Checkout broken after deploy v42", "Rollout stuck", "Deployment web failed", "Canary degraded", "Regression in search",
                "ProgressDeadlineExceeded", "Orders dropped since release 1.2"],
            ["Deployment finished", "Release notes published", "After lunch", "Deploy started", "Progress made", "Egress allowed"]),
        ["dependency_down"] = (
            ["Primary database down", "Primary database is down", "Redis unavailable", "Upstream billing is unreachable", "Payment provider outage",
                "Lost connection to Postgres", "Cannot connect to database"],
            ["Database upgraded", "Countdown started", "Redis memory fine", "Upstream merged", "Download finished", "Depends on taste"]),
        ["auth_failure"] = (
            ["401 Unauthorized from billing", "Authentication failed for admin", "403 Forbidden", "Permission denied on bucket",
                "Invalid credentials", "Expired token used", "Login failures rising"],
            ["Author changed", "Login page updated", "Token issued", "Permission granted", "User authenticated", "4031 orders"]),
        ["job_failed"] = (
            ["Job nightly-report failed", "CronJob backup missed its run", "KubeJobFailed", "Backup failed on db-1", "BackoffLimitExceeded",
                "ETL pipeline is failing", "Batch import aborted"],
            ["Job finished", "Good job", "New job posting", "Backup completed", "Jobs page viewed", "Pipeline approved"]),
        ["quota"] = (
            ["Quota exceeded in namespace prod", "exceeded quota: compute", "Quota of project reached its limit", "Over quota",
                "Service limit reached", "ResourceQuota usage at 95%", "KubeQuotaAlmostFull"],
            ["Quote of the day", "Quota raised", "Limits documented", "Quotation sent", "Sales target exceeded", "Resource created"]),
    };

    /// <summary>In the order in which they count.</summary>
    private static readonly string[] Ordered =
        ("oomkilled crashloop image_pull config_error probe_failure scheduling evicted node_not_ready disk_pressure volume_mount high_cpu " +
            "cpu_throttling high_memory http_5xx latency dns cert_expiry connection_pool rate_limit network queue_backlog deploy_regression " +
            "dependency_down auth_failure job_failed quota").Split(' ');

    public static TheoryData<string> Labels => [.. Ordered];

    [Theory, MemberData(nameof(Labels))]
    public void A_label_is_given_to_its_failures_and_to_nothing_that_only_reads_alike(string label)
    {
        var (yes, no) = Cases[label];
        Assert.All(yes, title => Assert.Equal((title, label), (title, FailurePatterns.Label(title, null))));
        Assert.All(no, title => Assert.NotEqual((title, label), (title, FailurePatterns.Label(title, null))));
        Assert.True(yes.Length >= 5 && no.Length >= 5);
    }

    [Fact]
    public void The_one_that_counts_first_is_given_where_several_hit()
    {
        Assert.Equal(Ordered.Order(StringComparer.Ordinal), Cases.Keys.Order(StringComparer.Ordinal));
        for (var first = 0; first < Ordered.Length; first++)
        {
            foreach (var later in Ordered[(first + 1)..])
            {
                // A processor that is throttled is not busy.
                if (Ordered[first] is "high_cpu" && Cases[later].Is[0].Contains("throttl", StringComparison.OrdinalIgnoreCase)) continue;
                var label = FailurePatterns.Label(Cases[later].Is[0], Cases[Ordered[first]].Is[0]);
                Assert.True(Array.IndexOf(Ordered, label) <= first, $"{label} was given before {Ordered[first]}");
            }
        }
    }

    [Fact]
    public void The_description_counts_but_does_not_complete_the_title()
    {
        Assert.Equal("oomkilled", FailurePatterns.Label("Pod died", "last state: OOMKilled"));
        Assert.Equal(FailurePatterns.Unknown, FailurePatterns.Label("The pool", "is full"));
    }

    [Theory]
    [InlineData("KubePodCrashLooping", "crashloop")]
    [InlineData("HighCPUUsage", "high_cpu")]
    [InlineData("CPUThrottlingHigh", "cpu_throttling")]
    [InlineData("NodeFilesystemSpaceFillingUp", "disk_pressure")]
    [InlineData("high_error_rate", "http_5xx")]
    [InlineData("KubeJobFailed", "job_failed")]
    [InlineData("MySQLDown", "dependency_down")]
    [InlineData("Watchdog", "unknown")]
    public void Names_without_blanks_are_read_as_words(string title, string label) => Assert.Equal(label, FailurePatterns.Label(title, null));

    [Fact]
    public void Any_text_has_exactly_one_label() => Gen.String.Sample(text =>
        Assert.Contains(FailurePatterns.Label(text, text), Ordered.Append(FailurePatterns.Unknown)), iter: 200);
}
