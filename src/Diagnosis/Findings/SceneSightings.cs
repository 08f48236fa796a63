using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Findings;

/// <summary>What a scene finds, as sightings.</summary>
internal static class SceneSightings
{
    extension(LogHit hit)
    {
        public Sighting Seen => Sighting.Of(hit.Log, hit.Line) with { At = hit.At };
    }

    extension(ClientAddress address)
    {
        public Sighting Seen => Sighting.Of(address.Client.Component, $"{address.Client.Name}: {address.Where}: {address.Text}");
    }

    /// <summary>How a container is and how it ended, as one sighting.</summary>
    public static Sighting Seen(this V1ContainerStatus container, V1Pod pod)
    {
        var end = container.LastEnd();
        var text = $"container {container.Name}: ready {container.Ready}, restartCount {container.RestartCount}";
        if (container.Waiting() is { } waiting) text += $", waiting {waiting} {container.State.Waiting.Message}";
        if (end is not null) text += $", terminated reason {end.Reason}, exitCode {end.ExitCode} {end.Message}";
        return Sighting.Of(pod, text, end?.FinishedAt.Utc());
    }
}
