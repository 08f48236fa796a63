using k8s.Models;

namespace AiSre.Integrations.Diagnosis.Demo;

/// <summary>A Deployment with its pods as a cluster would show them: all ready, until something is drawn otherwise.</summary>
internal sealed class DrawnWorkload
{
    private const string Revision = "deployment.kubernetes.io/revision";

    private static readonly TimeSpan Old = TimeSpan.FromDays(3);

    private readonly DateTimeOffset now;

    /// <param name="place">Its namespace.</param>
    /// <param name="name">Its own and its container's.</param>
    /// <param name="pod">The pod that the alert names; null: any.</param>
    /// <param name="now">When it is looked at.</param>
    public DrawnWorkload(string place, string name, string? pod, DateTimeOffset now)
    {
        this.now = now;
        var set = pod is not null && pod.LastIndexOf('-') is > 0 and var end ? pod[..end] : $"{name}-7d8f9c6b5";
        Deployment = new()
        {
            Metadata = new()
            {
                Name = name, NamespaceProperty = place, Uid = $"demo-{name}", CreationTimestamp = Ago(Old),
                Annotations = new Dictionary<string, string> { [Revision] = "2" },
            },
            Spec = new()
            {
                Replicas = 2, Selector = new() { MatchLabels = Labels(name) },
                Template = new() { Metadata = new() { Labels = Labels(name) }, Spec = new() { Containers = [Container(name)] } },
            },
            Status = new() { Replicas = 2, ReadyReplicas = 2, UpdatedReplicas = 2 },
        };
        ReplicaSets = [Set(set, "2", Old)];
        Pods = [Pod(pod ?? $"{set}-q4x7m"), Pod($"{set}-b9k2t")];
    }

    public V1Deployment Deployment { get; }

    public List<V1ReplicaSet> ReplicaSets { get; }

    /// <summary>The first is the one that the alert names.</summary>
    public List<V1Pod> Pods { get; }

    private string Place => Deployment.Metadata.NamespaceProperty;

    /// <summary>Its newest revision is this old, and runs another image than the one before.</summary>
    public void RolledOut(TimeSpan ago, string image, string before)
    {
        ReplicaSets[0].Metadata.CreationTimestamp = Ago(ago);
        ReplicaSets[0].Spec.Template.Spec.Containers[0].Image = image;
        var older = Set($"{Deployment.Metadata.Name}-5c9d4f7b8", "1", Old);
        older.Spec.Replicas = 0;
        older.Spec.Template.Spec.Containers[0].Image = before;
        ReplicaSets.Add(older);
    }

    /// <summary>Its first pod dies again and again.</summary>
    public void Dying(int exitCode, string reason, int restarts, string? memory = null)
    {
        var status = Pods[0].Status.ContainerStatuses[0];
        (status.Ready, status.RestartCount) = (false, restarts);
        status.State = new() { Waiting = new() { Reason = "CrashLoopBackOff", Message = "back-off 2m40s restarting failed container" } };
        status.LastState = new()
        {
            Terminated = new()
            {
                ExitCode = exitCode, Reason = reason, StartedAt = Ago(TimeSpan.FromMinutes(3)), FinishedAt = Ago(TimeSpan.FromMinutes(1)),
            },
        };
        Pods[0].Status.Conditions[0].Status = "False";
        Deployment.Status.ReadyReplicas = 1;
        if (memory is null) return;
        foreach (var template in ReplicaSets.Select(one => one.Spec.Template).Append(Deployment.Spec.Template))
            template.Spec.Containers[0].Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory) } };
    }

    private DateTime Ago(TimeSpan span) => (now - span).UtcDateTime;

    private V1ReplicaSet Set(string name, string revision, TimeSpan age) => new()
    {
        Metadata = new()
        {
            Name = name, NamespaceProperty = Place, Uid = $"demo-{name}", CreationTimestamp = Ago(age),
            Annotations = new Dictionary<string, string> { [Revision] = revision },
            OwnerReferences = [Owner("Deployment", Deployment.Metadata)],
        },
        Spec = new()
        {
            Replicas = 2, Selector = new() { MatchLabels = Labels(Deployment.Metadata.Name) },
            Template = new()
            {
                Metadata = new() { Labels = Labels(Deployment.Metadata.Name) }, Spec = new() { Containers = [Container(Deployment.Metadata.Name)] },
            },
        },
    };

    private V1Pod Pod(string name) => new()
    {
        Metadata = new()
        {
            Name = name, NamespaceProperty = Place, Uid = $"demo-{name}", CreationTimestamp = Ago(Old), Labels = Labels(Deployment.Metadata.Name),
            OwnerReferences = [Owner("ReplicaSet", ReplicaSets[0].Metadata)],
        },
        Spec = new() { NodeName = "worker-eu-12", Containers = [Container(Deployment.Metadata.Name)] },
        Status = new()
        {
            Phase = "Running", Conditions = [new() { Type = "Ready", Status = "True" }],
            ContainerStatuses =
            [
                new()
                {
                    Name = Deployment.Metadata.Name, Ready = true, Image = Image(Deployment.Metadata.Name),
                    State = new() { Running = new() { StartedAt = Ago(Old) } },
                },
            ],
        },
    };

    private static V1Container Container(string name) => new()
    {
        Name = name, Image = Image(name), Ports = [new() { ContainerPort = 8080 }],
        Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m"), ["memory"] = new("1Gi") } },
    };

    private static string Image(string name) => $"registry.fernhill.example/{name}:2026.11.22-1";

    private static Dictionary<string, string> Labels(string name) => new() { ["app"] = name };

    private static V1OwnerReference Owner(string kind, V1ObjectMeta of) =>
        new() { ApiVersion = "apps/v1", Kind = kind, Name = of.Name, Uid = of.Uid, Controller = true };
}
