namespace AiSre.Domain.Diagnosis;

/// <summary>
/// What is at fault, as people name it. Unlike an <c>ObjectRef</c> it may be something outside the cluster, or something that is missing.
/// </summary>
/// <param name="Kind">As Kubernetes writes it: <c>Deployment</c>, <c>Node</c>, <c>Service</c>, <c>Namespace</c>; <c>External</c> for what no
/// cluster holds.</param>
/// <param name="Namespace">Empty for what has none.</param>
/// <param name="Name">Its name; of something external its address.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.component")]
public sealed record Component([property: Id(0)] string Kind, [property: Id(1)] string Namespace, [property: Id(2)] string Name)
{
    /// <summary><c>kind/namespace/name</c>, or <c>kind/name</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";
}
