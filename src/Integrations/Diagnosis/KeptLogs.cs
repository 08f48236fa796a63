using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using AiSre.Integrations.LogBackends;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// What the backends of a cluster still have of its logs: of pods and containers whose own logs are gone or out of reach, and of the alerting
/// workloads around the time at which it began, whether or not the pods of that time still exist.
/// </summary>
internal sealed partial class KeptLogs(LogBackends.LogBackends backends, IReadOnlyList<ILogBackend> asked)
{
    private const int MostPods = 20, MostWorkloads = 5, MostNamespaces = 3;

    private static readonly TimeSpan Before = TimeSpan.FromMinutes(15), After = TimeSpan.FromHours(1);

    public bool IsConfigured => asked.Count > 0;

    /// <param name="scene">What is known without logs.</param>
    /// <param name="own">Those that the cluster gave.</param>
    /// <param name="lost">Pods of which it did not give all.</param>
    /// <param name="cancellation">The time of the diagnosis is over.</param>
    /// <returns>All logs, and what could not be read by the source that would have it.</returns>
    public async Task<(ImmutableArray<ContainerLog> Logs, ImmutableArray<(string Source, string Why)> Problems)> AddAsync(
        Scene scene, ImmutableArray<ContainerLog> own, IReadOnlyCollection<V1Pod> lost, CancellationToken cancellation)
    {
        var questions = asked.Count == 0 ? [] : Questions(scene, lost).ToList();
        var answers = await Task.WhenAll(
            from backend in asked
            from question in questions
            select AnswerAsync(backend, question));
        var all = answers.SelectMany(answer => Logs(scene, answer.Question, answer.Lines)).Aggregate(own.ToList(), Merged);
        return ([.. all], [.. answers.Where(answer => answer.Problem is not null).Select(answer =>
            (answer.Backend, $"cannot read logs of {answer.Question.Namespace} from {answer.Backend}: {answer.Problem}"))]);

        async Task<(string Backend, LogQuestion Question, IReadOnlyList<KeptLine> Lines, string? Problem)> AnswerAsync(
            ILogBackend backend, LogQuestion question)
        {
            var (lines, problem) = await backends.AskAsync(backend, question, cancellation);
            return (backend.Name, question, lines, problem);
        }
    }

    private static IEnumerable<LogQuestion> Questions(Scene scene, IReadOnlyCollection<V1Pod> lost)
    {
        var (began, now) = (scene.Symptom.StartedAt, scene.Now);
        var workloads = scene.Workloads.Where(workload => LogPods.IsAbout(workload, scene.Symptom)).ToLookup(workload => workload.Namespace);
        var pods = lost.Select(pod => (pod.Metadata.NamespaceProperty, pod.Metadata.Name)).Distinct()
            .ToLookup(pod => pod.NamespaceProperty, pod => pod.Name);
        return workloads.Select(group => group.Key).Concat(pods.Select(group => group.Key)).Distinct().Take(MostNamespaces)
            .Select(ns => new LogQuestion(ns, [.. pods[ns].Take(MostPods)], [.. workloads[ns].Take(MostWorkloads).Select(one => one.Name)],
                began - Before, now - began > After ? began + After : now));
    }

    private static IEnumerable<ContainerLog> Logs(Scene scene, LogQuestion question, IEnumerable<KeptLine> lines) =>
        from line in lines
        group line.Text by (line.Pod, line.Container) into log
        let keeper = KeeperOf(scene, question, log.Key.Pod)
        where keeper is not null || question.Pods.Contains(log.Key.Pod)
        select new ContainerLog(question.Namespace, log.Key.Pod, log.Key.Container, false, SafeLines.Of(string.Join('\n', log))) { Keeper = keeper };

    /// <summary>Whose pod it is or was: a name that begins alike may be that of another workload.</summary>
    private static Component? KeeperOf(Scene scene, LogQuestion question, string pod)
    {
        if (scene.Cluster.Pods.FirstOrDefault(one => one.Name() == pod && one.Namespace() == question.Namespace) is { } there)
        {
            return scene.WorkloadOf(there) is { } keeper && (question.Workloads.Contains(keeper.Name) || question.Pods.Contains(pod))
                ? keeper.Component
                : null;
        }

        return question.Workloads
            .Where(name => pod.StartsWith(name + "-", StringComparison.Ordinal) && Suffix().IsMatch(pod[name.Length..]))
            .Select(name => scene.Named(question.Namespace, name)?.Component).FirstOrDefault(found => found is not null);
    }

    /// <summary>The cluster's own lines are the last; what a backend has beside them was written before.</summary>
    private static List<ContainerLog> Merged(List<ContainerLog> logs, ContainerLog kept)
    {
        var at = logs.FindIndex(log => log.Namespace == kept.Namespace && log.Pod == kept.Pod && !log.IsPrevious
            && (kept.Container.Length == 0 || log.Container == kept.Container));
        var known = logs.Where(log => log.Namespace == kept.Namespace && log.Pod == kept.Pod).SelectMany(log => log.Lines).ToHashSet();
        ImmutableArray<string> fresh = [.. kept.Lines.Where(line => !known.Contains(line))];
        if (fresh.IsEmpty) return logs;
        if (at >= 0) logs[at] = logs[at] with { Lines = [.. fresh, .. logs[at].Lines] };
        else logs.Insert(0, kept with { Lines = fresh });
        return logs;
    }

    /// <summary>What follows the workload's name in those of its pods.</summary>
    [GeneratedRegex(@"^-(?:\d+|(?:[a-z0-9]{5,10}-)?[a-z0-9]{5})$")]
    private static partial Regex Suffix();
}
