using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>A line that says something worth knowing, and who said it.</summary>
/// <param name="Times">How many lines of this log say the like.</param>
/// <param name="At">When, where the line or one before it says so.</param>
public sealed record LogHit(LiveWorkload? Workload, V1Pod? Pod, ContainerLog Log, string Line, int Times, DateTimeOffset? At)
{
    /// <summary>The workload, or the pod where nothing keeps it alive.</summary>
    public Component Who => Workload?.Component ?? new("Pod", Log.Namespace, Log.Pod);
}
