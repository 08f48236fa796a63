using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>Objects as people write them, with what tests do not care about filled in.</summary>
public static class WorkloadSamples
{
    public static JsonObject Deployment(
        this StubCluster stub, string ns, string name, int replicas, object? annotations = null, object? labels = null) =>
        stub.Add(new
        {
            kind = "Deployment",
            metadata = new { name, @namespace = ns, labels = labels ?? new { app = name }, annotations = annotations ?? new { } },
            spec = new { replicas, selector = Selector(name), template = Template(name) },
        });

    public static JsonObject StatefulSet(this StubCluster stub, string ns, string name, int replicas) => stub.Add(new
    {
        kind = "StatefulSet",
        metadata = new { name, @namespace = ns },
        spec = new
        {
            replicas, serviceName = name, selector = Selector(name), template = Template(name), updateStrategy = new { type = "RollingUpdate" },
        },
    });

    public static JsonObject DaemonSet(this StubCluster stub, string ns, string name) => stub.Add(new
    {
        kind = "DaemonSet",
        metadata = new { name, @namespace = ns },
        spec = new { selector = Selector(name), template = Template(name), updateStrategy = new { type = "RollingUpdate" } },
    });

    public static JsonObject Job(this StubCluster stub, string ns, string name, int backoffLimit) => stub.Add(new
    {
        kind = "Job",
        metadata = new { name, @namespace = ns },
        spec = new
        {
            backoffLimit, parallelism = 1, selector = Selector(name), template = Template(name),
            podFailurePolicy = new { rules = Array.Empty<object>() },
        },
    });

    /// <summary>A pod of somebody's, or of nobody.</summary>
    public static JsonObject Pod(this StubCluster stub, string ns, string name, object? owner = null, object? annotations = null)
    {
        var pod = KubeJson.Of(new
        {
            kind = "Pod",
            metadata = new
            {
                name, @namespace = ns, labels = new { app = name }, annotations = annotations ?? new { },
                ownerReferences = owner is null ? [] : new[] { owner },
            },
            spec = Template(name).spec,
        });
        pod.Spec()["nodeName"] = "node-1";
        PodSamples.Start(pod, stub.Settings.Clock.GetUtcNow());
        PodSamples.MakeReady(pod, true);
        return stub.Add(pod);
    }

    public static JsonObject Budget(this StubCluster stub, string ns, string name, string app, int minAvailable, string? unhealthy = null)
    {
        var budget = KubeJson.Of(new
        {
            kind = "PodDisruptionBudget",
            metadata = new { name, @namespace = ns },
            spec = new { minAvailable, selector = Selector(app) },
        });
        if (unhealthy is not null) budget.Spec()["unhealthyPodEvictionPolicy"] = unhealthy;
        return stub.Add(budget);
    }

    public static JsonObject Autoscaler(this StubCluster stub, string ns, string name, string deployment, int min, int max, object? owner = null) =>
        stub.Add(new
        {
            kind = "HorizontalPodAutoscaler",
            metadata = new { name, @namespace = ns, ownerReferences = owner is null ? [] : new[] { owner } },
            spec = new
            {
                minReplicas = min, maxReplicas = max,
                scaleTargetRef = new { apiVersion = "apps/v1", kind = "Deployment", name = deployment },
            },
            status = new { currentReplicas = min, desiredReplicas = min },
        });

    public static JsonObject Quota(this StubCluster stub, string ns, string name, object hard, object used) => stub.Add(new
    {
        kind = "ResourceQuota",
        metadata = new { name, @namespace = ns },
        spec = new { hard },
        status = new { hard, used },
    });

    public static JsonObject Node(
        this StubCluster stub, string name, string cpu = "4", string memory = "8Gi", bool isReady = true, object[]? taints = null) =>
        stub.Add(new
        {
            kind = "Node",
            metadata = new { name },
            spec = new { taints = taints ?? [] },
            status = new
            {
                allocatable = new { cpu, memory, pods = "110" },
                conditions = new[]
                {
                    new { type = "MemoryPressure", status = "False", message = "" },
                    new { type = "Ready", status = isReady ? "True" : "False", message = isReady ? "" : "Kubelet stopped posting node status." },
                },
            },
        });

    public static JsonObject Event(this StubCluster stub, JsonObject about, string reason, string message, DateTimeOffset at) => stub.Add(new
    {
        kind = "Event",
        metadata = new { name = $"{about.Name()}.{Guid.NewGuid():n}", @namespace = about.Namespace() },
        involvedObject = new { kind = KubeJson.Text(about["kind"]), name = about.Name(), @namespace = about.Namespace(), uid = about.Uid() },
        type = "Warning",
        reason,
        message,
        count = 3,
        lastTimestamp = KubeJson.Time(at),
    });

    /// <summary>The pods of an app that are not going away, by name.</summary>
    public static IReadOnlyList<JsonObject> PodsOf(this StubCluster stub, string ns, string app) =>
        [.. stub.All("Pod", ns).Where(pod => KubeJson.Text(pod.Meta()["labels"]?["app"]) == app && !pod.IsTerminating())];

    private static object Selector(string app) => new { matchLabels = new { app } };

    private static PodTemplate Template(string app) => new(
        new { labels = new { app } },
        new
        {
            containers = new[]
            {
                new
                {
                    name = "main", image = $"registry.example.com/{app}:1.0.0",
                    resources = new { requests = new { cpu = "250m", memory = "256Mi" }, limits = new { cpu = "1", memory = "512Mi" } },
                },
            },
            terminationGracePeriodSeconds = 30,
        });

    /// <summary>Named as the API names them.</summary>
    private sealed record PodTemplate(object metadata, object spec);
}
