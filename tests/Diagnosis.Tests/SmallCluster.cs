using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Diagnosis.Rules;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Tests;

/// <summary>A cluster of a few workloads in namespace <c>shop</c>, to break in one place.</summary>
internal sealed class SmallCluster
{
    public const string Home = "shop";
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly List<V1Deployment> deployments = [];
    private readonly List<V1ReplicaSet> replicaSets = [];
    private readonly List<V1Pod> pods = [];
    private readonly List<V1Service> services = [];
    private readonly List<Corev1Event> events = [];
    private readonly List<ContainerLog> logs = [];
    private readonly List<MetricTrend> metrics = [];
    private readonly List<OtherAlert> others = [];
    private readonly List<CustomObject> customs = [];

    /// <summary>Whatever the test needs beside what is here.</summary>
    public Func<ClusterSnapshot, ClusterSnapshot> Also { get; set; } = snapshot => snapshot;

    public string Title { get; set; } = "High error rate";
    public string? Asked { get; set; } = "web";

    /// <summary>A Deployment with its pods, all of them as ready as it is said.</summary>
    public V1Deployment Deployment(
        string name, int replicas = 1, int? ready = null, string? image = null, int port = 8080, string home = Home,
            params (string Name, string Value)[] env)
    {
        var labels = new Dictionary<string, string> { ["app"] = name };
        var template = new V1PodTemplateSpec
        {
            Metadata = new() { Labels = labels },
            Spec = new()
            {
                Containers =
                [
                    new()
                    {
                        Name = name, Image = image ?? $"example.test/{name}:1", Ports = [new() { ContainerPort = port, Protocol = "TCP" }],
                        Env = [.. env.Select(one => new V1EnvVar { Name = one.Name, Value = one.Value })],
                    },
                ],
            },
        };
        var deployment = new V1Deployment
        {
            Metadata = new() { Name = name, NamespaceProperty = home },
            Spec = new() { Replicas = replicas, Template = template, Selector = new() { MatchLabels = labels } },
            Status = new() { ReadyReplicas = ready ?? replicas, Replicas = replicas, UpdatedReplicas = replicas },
        };
        this.deployments.Add(deployment);
        Revision(deployment, 1, Now.AddDays(-9), replicas, ready ?? replicas);
        return deployment;
    }

    /// <summary>One more revision, and its pods.</summary>
    public void Revision(V1Deployment of, int number, DateTimeOffset at, int count, int ready)
    {
        var (name, home) = (of.Metadata.Name, of.Metadata.NamespaceProperty);
        var set = new V1ReplicaSet
        {
            Metadata = new()
            {
                Name = $"{name}-{number}", NamespaceProperty = home, CreationTimestamp = at.UtcDateTime,
                Annotations = new Dictionary<string, string> { ["deployment.kubernetes.io/revision"] = $"{number}" },
                OwnerReferences = [new() { Kind = "Deployment", Name = name, Controller = true }],
            },
            Spec = new() { Template = of.Spec.Template, Selector = of.Spec.Selector },
            Status = new() { Replicas = count },
        };
        this.replicaSets.Add(set);
        for (var index = 0; index < count; index++) Pod($"{name}-{number}-{index}", of, set, index < ready, home);
    }

    public V1Pod PodOf(string workload, int index = 0) =>
        this.pods.Where(pod => pod.Metadata.Name.StartsWith(workload + "-", StringComparison.Ordinal)).ElementAt(index);

    /// <summary>A container that ended and waits to be started again.</summary>
    public void Crashed(string workload, int exitCode, string reason = "Error", double livedMinutes = 0.2, string? message = null, int restarts = 6)
    {
        foreach (var container in this.pods.Where(pod => pod.Metadata.Name.StartsWith(workload + "-", StringComparison.Ordinal))
            .Select(pod => pod.Status.ContainerStatuses[0]))
        {
            container.Ready = false;
            container.RestartCount = restarts;
            container.State = new() { Waiting = new() { Reason = "CrashLoopBackOff", Message = "back-off 5m0s" } };
            container.LastState = new()
            {
                Terminated = new()
                {
                    ExitCode = exitCode, Reason = reason, Message = message, StartedAt = Now.AddMinutes(-2 - livedMinutes).UtcDateTime,
                    FinishedAt = Now.AddMinutes(-2).UtcDateTime,
                },
            };
        }
    }

    public V1Service Service(string name, int port = 8080, string? target = null, string protocol = "TCP", string? selects = null, string home = Home)
    {
        var service = new V1Service
        {
            Metadata = new() { Name = name, NamespaceProperty = home },
            Spec = new()
            {
                ClusterIP = $"10.96.0.{this.services.Count + 10}", Type = "ClusterIP", Selector = new Dictionary<string,
                    string> { ["app"] = selects ?? name },
                Ports = [new() { Port = port, Protocol = protocol, TargetPort = target ?? $"{port}" }],
            },
        };
        this.services.Add(service);
        return service;
    }

    public void Log(string workload, params string[] lines) =>
        this.logs.Add(new(Home, PodOf(workload).Metadata.Name, "", IsPrevious: false, [.. lines]));

    public void Event(string kind, string name, string reason, string message, double minutesAgo = 5) => this.events.Add(new()
    {
        InvolvedObject = new() { Kind = kind, Name = name, NamespaceProperty = kind == "Node" ? null : Home },
            Metadata = new() { Name = $"event-{this.events.Count}" },
        Type = "Warning", Reason = reason, Message = message, LastTimestamp = Now.AddMinutes(-minutesAgo).UtcDateTime,
    });

    public void Metric(string name, string about, double before, double now) =>
        this.metrics.Add(new(name, new("Service", Home, about), before, now, (before + now) / 2, Math.Min(before, now), Math.Max(before, now),
            Now.AddMinutes(-15), Now));

    public void Alert(string about, string text, bool isNode = false) =>
        this.others.Add(new(text, text, isNode ? null : about, isNode ? null : Home, isNode ? about : null, Now.AddMinutes(-3)));

    public void Custom(string apiVersion, string kind, string name, string spec = "{}", string status = "{}", string? home = Home) =>
        this.customs.Add(new(
        apiVersion, kind, new() { Name = name, NamespaceProperty = home }, JsonDocument.Parse(spec).RootElement,
            JsonDocument.Parse(status).RootElement));

    public ImmutableArray<Hypothesis> Explained()
    {
        var snapshot = Also(new()
        {
            Cluster = "default", At = Now, Deployments = [.. this.deployments], ReplicaSets = [.. this.replicaSets], Pods = [.. this.pods],
                Services = [.. this.services],
            Events = [.. this.events], Customs = [.. this.customs], Namespaces = [new() { Metadata = new() { Name = Home } }],
        });
        var symptom = new Symptom
        {
            Title = Title, Service = Asked, Workload = Asked, Namespace = Home, StartedAt = Now.AddMinutes(-5), Others = [.. this.others],
        };
        return new Engine(RuleBook.All).Explain(new(symptom, snapshot, [.. this.logs], [.. this.metrics])).Hypotheses;
    }

    /// <summary>The first answer, and that its first sentence is among those that were asked for.</summary>
    public Hypothesis Answer()
    {
        var all = Explained();
        Assert.True(all.Length > 0, "Nothing was found.");
        return all[0];
    }

    public void Finds(string cause, string component)
    {
        var answer = Answer();
        Assert.Equal((cause, component), (answer.Cause, answer.Component.ToString()));
        Assert.InRange(answer.Confidence, 0.5, 0.95);
        Assert.All(answer.Claims, claim => Assert.NotEmpty(claim.EvidenceIds));
    }

    /// <summary>Nothing of it is said with confidence.</summary>
    public void DoesNotFind(string cause) => Assert.DoesNotContain(Explained(), answer => answer.Cause == cause && answer.Confidence >= 0.5);

    private void Pod(string name, V1Deployment of, V1ReplicaSet set, bool isReady, string home) => this.pods.Add(new()
    {
        Metadata = new()
        {
            Name = name, NamespaceProperty = home, Labels = new Dictionary<string, string>(of.Spec.Template.Metadata.Labels),
            OwnerReferences = [new() { Kind = "ReplicaSet", Name = set.Metadata.Name, Controller = true }],
        },
        Spec = new() { Containers = of.Spec.Template.Spec.Containers, NodeName = $"node-{this.pods.Count % 2}" },
        Status = new()
        {
            Phase = "Running", PodIP = $"10.244.0.{this.pods.Count + 2}",
                Conditions = [new() { Type = "Ready", Status = isReady ? "True" : "False" }],
            ContainerStatuses = [new() { Name = of.Spec.Template.Spec.Containers[0].Name, Ready = isReady, State = new() { Running = new() } }],
        },
    });
}
