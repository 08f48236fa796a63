using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using System.Text.RegularExpressions;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>A container of a live pod that does not run, and everything that was said about why.</summary>
/// <param name="Reason">The kubelet's word: <c>ImagePullBackOff</c>, <c>CrashLoopBackOff</c>, <c>StartError</c>.</param>
/// <param name="Words">Its state first, then messages of events, the newest first.</param>
public sealed record StuckContainer(V1Pod Pod, V1ContainerStatus State, bool IsInit, string Reason, IReadOnlyList<Sighting> Words)
{
    public string Image => State.Image is { Length: > 0 } image ? image : Container?.Image ?? "";

    /// <summary>How it ended last, and how often.</summary>
    public Sighting Ended => Sighting.Of(
        Pod, $"{State.Name}: {Reason}, exitCode: {LastEnd?.ExitCode}, restartCount: {State.RestartCount}");

    public V1ContainerStateTerminated? LastEnd => State.State?.Terminated ?? State.LastState?.Terminated;

    private V1Container? Container =>
        (Pod.Spec?.Containers ?? []).Concat(Pod.Spec?.InitContainers ?? []).FirstOrDefault(found => found.Name == State.Name);

    /// <summary>Where something of the kind is said.</summary>
    public (Match Match, Sighting Seen)? Find(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        foreach (var seen in Words)
        {
            if (pattern.Match(seen.Text) is { Success: true } match) return (match, seen);
        }

        return null;
    }
}

public static class StuckContainers
{
    private static readonly string[] Starting = ["ContainerCreating", "PodInitializing"];

    public static IEnumerable<StuckContainer> Stuck(this Scene scene) =>
        from pod in scene.LivePods()
        from state in pod.States()
        let ended = state.State?.Terminated ?? state.LastState?.Terminated
        let waits = state.State?.Waiting
        let reason = waits?.Reason ?? (state.State?.Terminated is { ExitCode: not 0 } now ? now.Reason ?? "Error" : "")
        where reason.Length > 0 && !Starting.Contains(reason)
        select new StuckContainer(pod, state, pod.IsInit(state.Name), reason, Words(scene, pod, state, waits, ended));

    private static List<Sighting> Words(
        Scene scene, V1Pod pod, V1ContainerStatus state, V1ContainerStateWaiting? waits, V1ContainerStateTerminated? ended)
    {
        var words = new List<Sighting>();
        if (waits is not null) words.Add(Sighting.Of(pod, $"{state.Name}: waiting, {waits.Reason}: {waits.Message} image: {state.Image}"));
        if (ended is { ExitCode: not 0 })
        {
            words.Add(Sighting.Of(
                pod, $"{state.Name}: terminated, {ended.Reason}, exitCode: {ended.ExitCode}, restartCount: {state.RestartCount}. {ended.Message}",
                At(ended)));
        }

        words.AddRange(scene.EventsOf(pod).Where(seen => seen.Type == "Warning" && IsAbout(seen, state.Name)).Select(Sighting.Of));
        return words;
    }

    private static bool IsAbout(Corev1Event seen, string container) =>
        seen.InvolvedObject.FieldPath is not { Length: > 0 } path || path.Contains($"{{{container}}}", StringComparison.Ordinal);

    private static DateTimeOffset? At(V1ContainerStateTerminated ended) =>
        ended.FinishedAt is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null;
}
