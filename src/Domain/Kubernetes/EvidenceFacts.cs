using System.Collections.Immutable;

namespace AiSre.Domain.Kubernetes;

/// <summary>Something that happened to an object, as its event says.</summary>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Count">How often it was seen.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.event")]
public sealed record EventFacts(
    [property: Id(0)] ObjectRef About, [property: Id(1)] string Type, [property: Id(2)] string Reason, [property: Id(3)] string Message,
    [property: Id(4)] int Count, [property: Id(5)] DateTimeOffset LastSeen);

/// <summary>The end of a container's log.</summary>
/// <param name="IsCut">There is more than was asked for, or than the limit of bytes allows.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.log")]
public sealed record LogTailFacts([property: Id(0)] string Container, [property: Id(1)] string Text, [property: Id(2)] bool IsCut);

/// <summary>One revision of a Deployment, newest first: a ReplicaSet of it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.revision")]
public sealed record RevisionFacts(
    [property: Id(0)] string Revision, [property: Id(1)] ObjectRef ReplicaSet, [property: Id(2)] ImmutableArray<string> Images,
    [property: Id(3)] DateTimeOffset CreatedAt, [property: Id(4)] int Desired, [property: Id(5)] int Ready, [property: Id(6)] string? ChangeCause);

/// <summary>A node and what is wrong with it.</summary>
/// <param name="IsReady">Its condition <c>Ready</c>.</param>
/// <param name="Pressures">Conditions that should not hold and do: <c>MemoryPressure</c>, <c>DiskPressure</c>, …</param>
/// <param name="Taints">As <c>key:effect</c>.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.node")]
public sealed record NodeFacts(
    [property: Id(0)] string Name, [property: Id(1)] bool IsReady, [property: Id(2)] bool IsSchedulable,
    [property: Id(3)] ImmutableArray<string> Pressures, [property: Id(4)] ImmutableArray<string> Taints, [property: Id(5)] string? Reason);

/// <summary>A service and how many addresses stand behind it.</summary>
/// <param name="Ready">Endpoints of its slices that are ready.</param>
/// <param name="NotReady">Those that are not.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.service")]
public sealed record ServiceFacts(
    [property: Id(0)] string Name, [property: Id(1)] string Type, [property: Id(2)] ImmutableDictionary<string, string> Selector,
    [property: Id(3)] ImmutableArray<string> Ports, [property: Id(4)] int Ready, [property: Id(5)] int NotReady);

/// <summary>A PersistentVolumeClaim.</summary>
/// <param name="Phase"><c>Bound</c>, <c>Pending</c> or <c>Lost</c>.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.claim")]
public sealed record VolumeClaimFacts(
    [property: Id(0)] string Name, [property: Id(1)] string Phase, [property: Id(2)] string? StorageClass, [property: Id(3)] string? Capacity);

/// <summary>An Ingress.</summary>
/// <param name="Rules">As <c>host/path -> service:port</c>.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.ingress")]
public sealed record IngressFacts(
    [property: Id(0)] string Name, [property: Id(1)] string? Class, [property: Id(2)] ImmutableArray<string> Rules);

/// <summary>A NetworkPolicy that stands in a namespace.</summary>
/// <param name="Types"><c>Ingress</c>, <c>Egress</c>.</param>
/// <param name="Selects">The pods that it is for, as labels; empty: all of them.</param>
/// <param name="Allows">How many rules let something through; 0 is "nothing passes".</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.network-policy")]
public sealed record NetworkPolicyFacts(
    [property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> Types, [property: Id(2)] string Selects, [property: Id(3)] int Allows);

/// <summary>An admission webhook, which can keep pods from being made.</summary>
/// <param name="FailurePolicy"><c>Fail</c>: while nobody answers it, what it is for cannot be written.</param>
/// <param name="Backend"><c>namespace/service</c>, or an address.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.webhook")]
public sealed record AdmissionWebhookFacts(
    [property: Id(0)] string Configuration, [property: Id(1)] string Name, [property: Id(2)] string Kind, [property: Id(3)] string FailurePolicy,
    [property: Id(4)] string Backend, [property: Id(5)] int TimeoutSeconds);
