using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

public static class EventTimes
{
    /// <summary>When an event was seen last, whichever of its fields says so.</summary>
    public static DateTimeOffset LastSeen(this Corev1Event seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var at = seen.Series?.LastObservedTime ?? seen.LastTimestamp ?? seen.EventTime ?? seen.FirstTimestamp ?? seen.Metadata?.CreationTimestamp;
        return at is { } time ? new(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : DateTimeOffset.MinValue;
    }
}
