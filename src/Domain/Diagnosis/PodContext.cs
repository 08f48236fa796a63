namespace AiSre.Domain.Diagnosis;

/// <summary>How the pod is that an incident is about, or the worst one of the workload at fault.</summary>
/// <param name="Status">What kubectl shows: <c>CrashLoopBackOff</c>, <c>Running</c>.</param>
/// <param name="Workload">The Deployment that keeps it alive; null: something else does, or nothing.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.pod-context")]
public sealed record PodContext(
    [property: Id(0)] string Namespace, [property: Id(1)] string Name, [property: Id(2)] string Status, [property: Id(3)] int RestartCount,
    [property: Id(4)] string? LastTerminationReason, [property: Id(5)] string? Workload);
