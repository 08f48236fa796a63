using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>A liveness or readiness probe that fails and does harm: containers are killed for it, or get no requests.</summary>
/// <param name="Kind"><c>liveness</c> or <c>readiness</c>.</param>
/// <param name="Other">The other of the two, if the container has both.</param>
/// <param name="Message">What the kubelet said last.</param>
public sealed record FailingProbe(
    V1Pod Pod, V1Container Container, string Kind, V1Probe Probe, V1Probe? Other, string Message, Sighting Said, Sighting? Killed, bool OtherFails)
{
    public string? Port => FailingProbes.Port(Probe, Container);
    public string? OtherPort => Other is null ? null : FailingProbes.Port(Other, Container);
    public string Way => FailingProbes.Way(Probe);

    /// <summary>Ports that the container says it listens on.</summary>
    public IReadOnlyList<string> Declared => [.. (Container.Ports ?? []).Select(port => $"{port.ContainerPort}")];

    /// <summary>Until the first kill, in seconds.</summary>
    public int Patience => (Probe.InitialDelaySeconds ?? 0) + ((Probe.PeriodSeconds ?? 10) * (Probe.FailureThreshold ?? 3));
}

public static class FailingProbes
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(15);

    public static IEnumerable<FailingProbe> Probes(this Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return from pod in scene.LivePods()
               let events = scene.EventsOf(pod).ToList()
               where events.Exists(seen => seen.Reason is "Unhealthy" or "ProbeError")
               from container in pod.Spec?.Containers is { Count: > 0 } own ? own : scene.Wanted(pod).Containers ?? []
               from probe in Of(scene, pod, container, events)
               select probe;
    }

    private static IEnumerable<FailingProbe> Of(Scene scene, V1Pod pod, V1Container container, List<Corev1Event> events)
    {
        var state = pod.Status?.ContainerStatuses?.FirstOrDefault(found => found.Name == container.Name);
        var killed = events.FirstOrDefault(seen => seen.Reason == "Killing" && Mentions(seen, container.Name)
            && seen.Message?.Contains("failed liveness probe", StringComparison.Ordinal) == true);
        var lives = Failure(events, container, "Liveness");
        var readies = Failure(events, container, "Readiness");
        var isKilled = state is { RestartCount: > 0 } && lives is not null
            && (state.State?.Waiting?.Reason == "CrashLoopBackOff" || (killed ?? lives).LastSeen() > scene.Now - Now);
        if (container.LivenessProbe is { } liveness && isKilled)
        {
            yield return new(
                pod, container, "liveness", liveness, container.ReadinessProbe, lives!.Message ?? "", Sighting.Of(lives), killed is null ? null
                    : Sighting.Of(killed),
                IsAsOften(readies, lives));
        }

        if (container.ReadinessProbe is { } readiness && readies is not null && state is { Ready: false, State.Running: not null }
            && readies.LastSeen() > scene.Now - Now
            && !isKilled)
        {
            yield return new(
                pod, container, "readiness", readiness, container.LivenessProbe, readies.Message ?? "", Sighting.Of(readies), null,
                IsAsOften(lives, readies));
        }
    }

    private static Corev1Event? Failure(List<Corev1Event> events, V1Container container, string kind) => events.FirstOrDefault(seen =>
        seen.Reason is "Unhealthy" or "ProbeError" && Mentions(seen, container.Name)
            && seen.Message?.StartsWith(kind + " probe", StringComparison.Ordinal) == true);

    /// <summary>While a container starts the other probe fails too; only if it goes on failing it says anything.</summary>
    private static bool IsAsOften(Corev1Event? other, Corev1Event than) => other is not null && (other.Count ?? 1) * 2 > (than.Count ?? 1);

    private static bool Mentions(Corev1Event seen, string container) =>
        seen.InvolvedObject.FieldPath is not { Length: > 0 } path || path.Contains($"{{{container}}}", StringComparison.Ordinal);

    public static string Way(V1Probe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return probe.Grpc is not null ? "grpc" : probe.HttpGet is not null ? "httpGet" : probe.TcpSocket is not null ? "tcpSocket" : "exec";
    }

    /// <summary>As a number; a name is looked up among the container's ports, and stays a name if it is not there.</summary>
    public static string? Port(V1Probe probe, V1Container container)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(container);
        var asked = probe.Grpc is { } grpc ? $"{grpc.Port}" : (probe.HttpGet?.Port ?? probe.TcpSocket?.Port)?.Value;
        return (container.Ports ?? []).FirstOrDefault(port => port.Name is { Length: > 0 } name && name == asked) is { } named
            ? $"{named.ContainerPort}" : asked;
    }
}
