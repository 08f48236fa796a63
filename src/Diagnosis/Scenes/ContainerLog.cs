using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Scenes;

/// <summary>The end of one container's log, secrets taken out.</summary>
/// <param name="Container">Empty where only the pod is known, as of a log backend.</param>
/// <param name="IsPrevious">What it wrote before its last restart.</param>
/// <param name="Lines">Oldest first.</param>
public sealed record ContainerLog(string Namespace, string Pod, string Container, bool IsPrevious, ImmutableArray<string> Lines)
{
    /// <summary>What kept the pod alive, where the pod is no more and only its log is left.</summary>
    public Component? Keeper { get; init; }
}
