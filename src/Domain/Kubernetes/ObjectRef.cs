namespace AiSre.Domain.Kubernetes;

/// <summary>One object of a cluster, and no namesake of it.</summary>
/// <param name="Kind"><c>Pod</c>, <c>Deployment</c>, …</param>
/// <param name="Namespace">Empty for what has none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">What makes it this one: an object that is made again under its name has another.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.object")]
public sealed record ObjectRef(
    [property: Id(0)] string Kind, [property: Id(1)] string Namespace, [property: Id(2)] string Name, [property: Id(3)] string Uid);
