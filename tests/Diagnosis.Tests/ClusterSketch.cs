using System.Collections.Immutable;
using AiSre.Diagnosis.Rules;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Tests;

/// <summary>A small cluster, drawn line by line, and what the rules answer about it.</summary>
internal sealed class ClusterSketch
{
    public static readonly DateTime Now = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);
    private readonly List<V1Deployment> deployments = [];
    private readonly List<V1ReplicaSet> replicaSets = [];
    private readonly List<V1Pod> pods = [];
    private readonly List<V1Node> nodes = [];
    private readonly List<Corev1Event> events = [];
    private readonly List<ContainerLog> logs = [];
    private Func<ClusterSnapshot, ClusterSnapshot> rest = snapshot => snapshot;

    /// <summary>A Deployment with one container <c>app</c> on port 8080, and none of its pods.</summary>
    public ClusterSketch Deployment(string name, int replicas = 1, Action<V1PodSpec>? spec = null, string space = "shop")
    {
        var labels = new Dictionary<string, string> { ["app"] = name };
        var template = new V1PodTemplateSpec { Metadata = new() { Labels = labels }, Spec = Spec(spec) };
        this.deployments.Add(new()
        {
            Metadata = new() { Name = name, NamespaceProperty = space },
            Spec = new() { Replicas = replicas, Template = template, Selector = new() { MatchLabels = labels } },
            Status = new() { ReadyReplicas = 0, UnavailableReplicas = replicas },
        });
        this.replicaSets.Add(new()
        {
            Metadata = new() { Name = $"{name}-6f4", NamespaceProperty = space, OwnerReferences = [Owner("Deployment", name)] },
            Spec = new() { Replicas = replicas, Template = template },
        });
        return this;
    }

    /// <summary>One pod of a Deployment, made ten minutes ago; on node <c>n1</c> if not said otherwise.</summary>
    public ClusterSketch Pod(string of, string? node = "n1", Action<V1Pod>? change = null, string suffix = "aaaaa")
    {
        var deployment = this.deployments.Single(found => found.Metadata.Name == of);
        var space = deployment.Metadata.NamespaceProperty;
        var spec = deployment.Spec.Template.Spec;
        var pod = new V1Pod
        {
            Metadata = new()
            {
                Name = $"{of}-6f4-{suffix}", NamespaceProperty = space, Labels = deployment.Spec.Template.Metadata.Labels,
                OwnerReferences = [Owner("ReplicaSet", $"{of}-6f4")], CreationTimestamp = Now.AddMinutes(-10),
            },
            Spec = new()
            {
                NodeName = node, Containers = spec.Containers, InitContainers = spec.InitContainers, Volumes = spec.Volumes,
                NodeSelector = spec.NodeSelector,
                Affinity = spec.Affinity, Tolerations = spec.Tolerations, SchedulingGates = spec.SchedulingGates,
                ReadinessGates = spec.ReadinessGates,
                SchedulerName = spec.SchedulerName,
            },
            Status = new() { Phase = node is null ? "Pending" : "Running" },
        };
        change?.Invoke(pod);
        this.pods.Add(pod);
        return this;
    }

    /// <summary>A pod that no node took, and what the scheduler said.</summary>
    public ClusterSketch Unplaced(string of, string message) => Pod(of, node: null, pod => pod.Status.Conditions =
        [new() { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = message }]);

    /// <summary>A pod whose container waits.</summary>
    public ClusterSketch Waiting(string of, string reason, string message = "", string container = "app", int exitCode = 0, string ended = "Error",
        bool isInit = false) =>
        Pod(of, change: pod =>
        {
            var state = new V1ContainerStatus
            {
                Name = container, Ready = false, Image = pod.Spec.Containers[0].Image, RestartCount = exitCode == 0 ? 0 : 6,
                State = new() { Waiting = new() { Reason = reason, Message = message } },
                LastState = exitCode == 0 ? null
                    : new() { Terminated = new() { ExitCode = exitCode, Reason = ended, FinishedAt = Now.AddMinutes(-1) } },
            };
            pod.Status.Phase = reason == "CrashLoopBackOff" && !isInit ? "Running" : "Pending";
            if (isInit) pod.Status.InitContainerStatuses = [state];
            else pod.Status.ContainerStatuses = [state];
        });

    /// <summary>A pod whose container runs.</summary>
    public ClusterSketch Running(string of, bool ready = true, int restarts = 0, string suffix = "aaaaa") => Pod(of, suffix: suffix, change: pod =>
        pod.Status.ContainerStatuses =
        [
            new() { Name = "app", Ready = ready, RestartCount = restarts, Image = "app:1",
                State = new() { Running = new() { StartedAt = Now.AddMinutes(-5) } } },
        ]);

    public ClusterSketch Node(string name, Action<V1Node>? change = null)
    {
        var node = new V1Node
        {
            Metadata = new() { Name = name, Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = name } },
            Spec = new(),
            Status = new()
            {
                Allocatable = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("4"), ["memory"] = new("8Gi") },
                Conditions = [new() { Type = "Ready", Status = "True" }],
            },
        };
        change?.Invoke(node);
        this.nodes.Add(node);
        return this;
    }

    public ClusterSketch Event(
        string kind, string name, string reason, string message, int minutesAgo = 1, int count = 3, string type = "Warning", string space = "shop")
    {
        this.events.Add(new()
        {
            Metadata = new() { Name = $"{name}.{this.events.Count}", NamespaceProperty = space },
            InvolvedObject = new() { Kind = kind, Name = name, NamespaceProperty = space },
            Reason = reason, Message = message, Type = type, Count = count, LastTimestamp = Now.AddMinutes(-minutesAgo),
        });
        return this;
    }

    /// <summary>What keeps a Deployment from its pods.</summary>
    public ClusterSketch Refused(string deployment, string message, int minutesAgo = 1) =>
        Event("ReplicaSet", $"{deployment}-6f4", "FailedCreate", "Error creating: " + message, minutesAgo);

    public ClusterSketch Log(string pod, params ImmutableArray<string> lines) => LogOf(pod, "app", lines);

    public ClusterSketch LogOf(string pod, string container, params ImmutableArray<string> lines)
    {
        this.logs.Add(new("shop", pod, container, false, lines));
        return this;
    }

    public ClusterSketch With(Func<ClusterSnapshot, ClusterSnapshot> change)
    {
        var before = this.rest;
        this.rest = snapshot => change(before(snapshot));
        return this;
    }

    public Scene Scene() => new(
        new() { Title = "Something is wrong", Namespace = "shop", StartedAt = new(Now.AddMinutes(-10)) },
        this.rest(new()
        {
            Cluster = "test", At = new(Now), Deployments = [.. this.deployments], ReplicaSets = [.. this.replicaSets], Pods = [.. this.pods],
            Nodes = [.. this.nodes], Events = [.. this.events],
        }),
        [.. this.logs], []);

    /// <summary>The likeliest cause and its component, or <c>nothing</c>. No rule may say what it has not seen.</summary>
    public string Answer()
    {
        var scene = Scene();
        foreach (var rule in RuleBook.All) _ = rule.See(scene).ToList();
        return new Engine(RuleBook.All).Explain(scene).Hypotheses is [{ Confidence: >= 0.5 } best, ..] ? $"{best.Cause} {best.Component}" : "nothing";
    }

    /// <summary>What the likeliest cause says.</summary>
    public string Says() => new Engine(RuleBook.All).Explain(Scene()).Hypotheses[0].RootCause;

    private static V1PodSpec Spec(Action<V1PodSpec>? change)
    {
        var spec = new V1PodSpec
        {
            Containers =
            [
                new() { Name = "app", Image = "registry.example/app:1", Ports = [new() { ContainerPort = 8080 }], Resources = new() },
            ],
        };
        change?.Invoke(spec);
        return spec;
    }

    private static V1OwnerReference Owner(string kind, string name) =>
        new() { Kind = kind, Name = name, Controller = true, ApiVersion = "apps/v1", Uid = name };
}
