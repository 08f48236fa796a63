using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;
using AiSre.Integrations.Kubernetes;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// Reads the ends of logs from the cluster, of now and of before the last restart, and of what the cluster no longer has from the backends that keep
/// it.
/// </summary>
internal sealed class LogGathering(Gathering to, KeptLogs kept, int lines)
{
    /// <summary>Read of each; far more than is kept, so that what complains is among them.</summary>
    private const int Read = 1_000;

    /// <summary>Pods of which nobody knew before the first logs named them.</summary>
    private const int MostNamed = 10;

    private const int MostMissed = 5;

    /// <summary>Of a proxy that is well only its application's log is read.</summary>
    private static readonly string[] Proxies = ["istio-proxy", "linkerd-proxy", "envoy", "vault-agent", "istio-init", "linkerd-init"];

    public async Task<ImmutableArray<ContainerLog>> ReadAsync(Scene scene)
    {
        var pods = LogPods.Of(scene);
        var found = await ReadAsync(pods);
        if (pods.Count >= LogPods.Most)
        {
            // What is not among the first may be called all the same, by an address that only a log shows.
            var said = new Scene(scene.Symptom, scene.Cluster, Logs(found), []) { KnownCalls = scene.KnownCalls };
            found = [.. found, .. await ReadAsync(LogPods.Of(said).Except(pods).Take(MostNamed))];
        }

        var lost = found.Where(one => one.Log is null && one.Why is not null).ToList();
        var (logs, problems) = await kept.AddAsync(scene, Logs(found), [.. lost.Select(one => one.Pod)], to.Cancellation);
        foreach (var (source, why) in problems) to.Miss(source, why);
        Note(scene.Cluster.Cluster, logs, lost);
        return LogBudget.Fit(logs, lines);
    }

    private static ImmutableArray<ContainerLog> Logs(IEnumerable<ReadLog> found) => [.. found.Select(one => one.Log).OfType<ContainerLog>()];

    /// <summary>With no log at all rules that read them know nothing; a few that are missing hide only what those would say.</summary>
    private void Note(string cluster, ImmutableArray<ContainerLog> logs, IReadOnlyCollection<ReadLog> lost)
    {
        var missed = lost.Where(one => !logs.Any(log => log.Namespace == one.Pod.Metadata.NamespaceProperty && log.Pod == one.Pod.Metadata.Name
            && log.IsPrevious == one.IsPrevious)).ToList();
        if (missed.Count == 0) return;
        var some = string.Join("; ", missed.Take(MostMissed).Select(one => $"{one.Name}: {one.Why}"));
        var more = missed.Count > MostMissed ? $"; and {missed.Count - MostMissed} more" : "";
        to.Miss(logs.IsEmpty ? "logs" : "some logs",
            $"cannot read logs of cluster {cluster}: {some}{more}{(kept.IsConfigured ? "" : "; no backend keeps its logs")}");
    }

    private async Task<IReadOnlyList<ReadLog>> ReadAsync(IEnumerable<V1Pod> pods) => await Task.WhenAll(pods.SelectMany(Reads).Select(ReadAsync));

    private static IEnumerable<(V1Pod Pod, string Container, bool IsPrevious)> Reads(V1Pod pod)
    {
        var init = (pod.Status?.InitContainerStatuses ?? []).Where(status => status.State?.Terminated is not { ExitCode: 0 });
        foreach (var status in init.Concat(pod.Status?.ContainerStatuses ?? []))
        {
            if (Proxies.Contains(status.Name) && status is { Ready: true, RestartCount: 0 }) continue;
            // One that waits for its next start still has what it wrote in the last one.
            if (status.RestartCount > 0 || status.State?.Running is not null || status.State?.Terminated is not null)
                yield return (pod, status.Name, false);
            if (status.RestartCount > 0) yield return (pod, status.Name, true);
        }
    }

    private async Task<ReadLog> ReadAsync((V1Pod Pod, string Container, bool IsPrevious) of)
    {
        var (ns, pod) = (of.Pod.Metadata.NamespaceProperty, of.Pod.Metadata.Name);
        var read = new ReadLog(of.Pod, of.Container, of.IsPrevious, null, null);
        try
        {
            var tail = await LogReading.TailAsync(to.Cluster, ns, pod, of.Container, Read, of.IsPrevious, to.Cancellation);
            return tail is not null ? read with { Log = new(ns, pod, of.Container, of.IsPrevious, SafeLines.Of(tail.Text)) }
                : of.IsPrevious ? read with { Why = "it is gone" } : read;
        }
        catch (ApiFailureException exception)
        {
            return read with { Why = exception.Failure.Text };
        }
        catch (OperationCanceledException)
        {
            return read with { Why = "the time for the whole diagnosis was over" };
        }
    }

    /// <param name="Log">Null: there is none.</param>
    /// <param name="Why">Null: nothing was to be expected.</param>
    private sealed record ReadLog(V1Pod Pod, string Container, bool IsPrevious, ContainerLog? Log, string? Why)
    {
        public string Name =>
            $"{Pod.Metadata.NamespaceProperty}/{Pod.Metadata.Name}/{Container}{(IsPrevious ? " before its last restart" : "")}";
    }
}
