namespace AiSre.Domain.Kubernetes;

/// <summary>What somebody wants to act on, by name: a pod or a deployment.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Pod">The pod; null for a deployment.</param>
/// <param name="Deployment">The deployment; null for a pod.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.target-name")]
public sealed record TargetName([property: Id(0)] string Namespace, [property: Id(1)] string? Pod, [property: Id(2)] string? Deployment);
