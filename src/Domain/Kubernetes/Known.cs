using System.Diagnostics.CodeAnalysis;

namespace AiSre.Domain.Kubernetes;

/// <summary>
/// What a cluster said, or why it said nothing. A check that needs what could not be read refuses: "unknown" is never "fine".
/// </summary>
/// <param name="Value">What was read; null when it could not be, or when there is none.</param>
/// <param name="Problem">Why it could not be read, for a person; null when it could.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.known`1")]
public readonly record struct Known<T>([property: Id(0)] T? Value, [property: Id(1)] string? Problem = null)
{
    /// <summary>Whether the cluster answered.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsKnown => Problem is null;
}
