using System.Collections.Immutable;
using System.Text.RegularExpressions;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

public sealed partial class Scene
{
    /// <summary>What was written longer ago than this before the symptom does not explain it.</summary>
    private static readonly TimeSpan TalkedAbout = TimeSpan.FromHours(1);

    private ImmutableArray<(ContainerLog Log, LiveWorkload? Workload, V1Pod? Pod, ImmutableArray<(string Line, DateTimeOffset? At)> Lines)> recent;

    /// <summary>
    /// Of each log the last line of the time around the symptom that matches, the workload's newest first. A line without a time of its own, such as
    /// one of a stack trace, has that of the line before.
    /// </summary>
    public IEnumerable<LogHit> Said(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        foreach (var (log, workload, pod, lines) in Recent())
        {
            var times = 0;
            (string Line, DateTimeOffset? At) last = ("", null);
            foreach (var entry in lines.Where(entry => pattern.IsMatch(entry.Line))) (times, last) = (times + 1, entry);
            if (times > 0) yield return new(workload, pod, log, last.Line, times, last.At);
        }
    }

    /// <summary>All recent lines of a log, for what needs more than one of them.</summary>
    internal IEnumerable<(ContainerLog Log, LiveWorkload? Workload, V1Pod? Pod, ImmutableArray<(string Line, DateTimeOffset? At)> Lines)> Recent()
    {
        if (this.recent.IsDefault)
        {
            var pods = Cluster.Pods.DistinctBy(pod => (pod.Namespace() ?? "", pod.Name())).ToDictionary(pod => (pod.Namespace() ?? "", pod.Name()));
            this.recent = [.. Logs.Select(log =>
            {
                var pod = pods.GetValueOrDefault((log.Namespace, log.Pod));
                var keeper = pod is not null ? WorkloadOf(pod) : log.Keeper is { } gone ? WorkloadAt(gone) : null;
                return (log, keeper, pod, Timed(log));
            })];
        }

        return this.recent;
    }

    private ImmutableArray<(string Line, DateTimeOffset? At)> Timed(ContainerLog log)
    {
        var lines = ImmutableArray.CreateBuilder<(string, DateTimeOffset?)>();
        var oldest = Symptom.StartedAt - TalkedAbout;
        DateTimeOffset? at = null;
        foreach (var line in log.Lines.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            at = LogTimes.Of(line) ?? at;
            if (at is null || at >= oldest) lines.Add((line.Length > 600 ? line[..600] : line, at));
        }

        return lines.ToImmutable();
    }
}
