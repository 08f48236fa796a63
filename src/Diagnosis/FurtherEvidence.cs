using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis;

/// <summary>
/// What somebody would read who goes by no rules: what people were told, what was rolled out, pods that are not well, what was warned of and what
/// logs complain about. A few of each, the newest first.
/// </summary>
internal static class FurtherEvidence
{
    private const int MostAlerts = 5, MostDeploys = 5, MostPods = 8, MostEvents = 15, MostLines = 20;

    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    public static IEnumerable<Sighting> Of(Scene scene) =>
    [
        Sighting.Of(scene.Symptom), .. scene.Symptom.Others.Take(MostAlerts).Select(Sighting.Of),
        .. scene.Symptom.Deploys.Take(MostDeploys).Select(Sighting.Of), .. Containers(scene).Take(MostPods), .. Warnings(scene).Take(MostEvents),
        .. Lines(scene).Take(MostLines),
    ];

    private static IEnumerable<Sighting> Containers(Scene scene) =>
        from pod in scene.Cluster.Pods
        where pod.IsLive() && !pod.IsUpAndReady()
        from container in pod.States()
        where !container.Ready || container.RestartCount > 0
        orderby pod.Name() == scene.Symptom.Pod descending, container.RestartCount descending, pod.Name()
        select container.Seen(pod);

    private static IEnumerable<Sighting> Warnings(Scene scene) => scene.Cluster.Events
        .Where(seen => seen.Type == "Warning" && seen.LastSeen() >= scene.Symptom.StartedAt - Recent)
        .OrderByDescending(EventTimes.LastSeen).Select(Sighting.Of);

    private static IEnumerable<Sighting> Lines(Scene scene) => scene.Recent()
        .Select(log => log.Lines.Reverse().Where(entry => LoudLines.IsLoud(entry.Line)).DistinctBy(entry => LoudLines.Template(entry.Line))
            .Select(entry => Sighting.Of(log.Log, entry.Line) with { At = entry.At }))
        .SelectMany(lines => lines.Take(MostLines / 2));
}
