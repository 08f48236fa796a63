using System.Collections.Immutable;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Demo;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Diagnosis;
using AiSre.Integrations.Diagnosis.Demo;
using AiSre.Integrations.Kubernetes;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Makes the scene of an incident from what can be read in 15 s, and has the rules explain it.</summary>
/// <param name="clusters">Those of all workspaces.</param>
/// <param name="engine">The rules.</param>
/// <param name="prometheus">Asks for metrics where a cluster has some.</param>
/// <param name="backends">Asks for logs that a cluster no longer has.</param>
/// <param name="faults">Told of rules that fail.</param>
/// <param name="topology">Who calls whom, as people wrote it down: clusters do not always show it.</param>
internal sealed class ClusterDiagnostician(
    Clusters clusters, Engine engine, PrometheusMetrics prometheus, LogBackends.LogBackends backends, RuleFaults faults,
    Topology topology) : IDiagnostician
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly ImmutableArray<KnownCall> calls = [.. topology.Calls.Select(call => new KnownCall(call.Caller, call.Callee))];

    public async Task<DiagnosisReport> ExplainAsync(string workspace, string? cluster, Symptom symptom, int logLimit)
    {
        var own = clusters.Of(workspace);
        // What the demo tells of is nowhere, whatever an operator's own clusters are called.
        if (workspace == DemoStory.Workspace) return OfDemo(symptom, own.Clock.GetUtcNow());
        var name = own.Resolve(cluster);
        if (name is null || own.Reach(name, "", out var why) is not { } found)
            return FromAlert(symptom, own.Missing(cluster ?? "", ""), own.Clock.GetUtcNow());
        using var time = new CancellationTokenSource(Longest, own.Clock);
        var to = new Gathering(found, time.Token);
        var snapshot = await new SnapshotReader(to, ns => own.Has(name, ns)).ReadAsync(symptom);
        var known = new Scene(symptom, snapshot, [], []) { KnownCalls = calls };
        var metrics = MetricsAsync(own.Definition(name)?.Prometheus, known, own.Clock, time.Token);
        var logs = await new LogGathering(
            to, new(backends, backends.Of(own.Definition(name))), logLimit).ReadAsync(known);
        var (trends, problem) = await metrics;
        var unavailable = problem is null ? to.Unavailable : to.Unavailable.SetItem("metrics", problem);
        return Explain(
            new(symptom, snapshot with { Unavailable = unavailable }, logs, trends) { KnownCalls = calls }) with { Cluster = name };
    }

    private async Task<(ImmutableArray<MetricTrend> Trends, string? Problem)> MetricsAsync(
        TelemetrySource? source, Scene scene, TimeProvider clock, CancellationToken cancellation)
    {
        if (source is null) return ([], $"no Prometheus is configured for cluster {scene.Cluster.Cluster}");
        var namespaces = scene.Workloads.Select(workload => workload.Namespace).Distinct().ToList();
        return namespaces.Count == 0 ? ([], "no namespace is known that they could be asked for")
            : await new MetricGathering(prometheus, source).ReadAsync(scene, namespaces, clock, cancellation);
    }

    private DiagnosisReport OfDemo(Symptom symptom, DateTimeOffset now) => DrawnShop.SceneOf(symptom, now) is { } drawn
        ? Explain(drawn) with { Cluster = drawn.Cluster.Cluster }
        : FromAlert(symptom, "the demo has no cluster", now);

    private DiagnosisReport FromAlert(Symptom symptom, string why, DateTimeOffset now)
    {
        var none = ImmutableDictionary<string, string>.Empty;
        return Explain(new(
            symptom,
            new() { Cluster = "", At = now, Unavailable = none.Add(ClusterSnapshot.Whole, why).Add("logs", why).Add("metrics", why) }, [], []));
    }

    private DiagnosisReport Explain(Scene scene)
    {
        var report = engine.Explain(scene, faults.Note);
        if (scene.Cluster.Unavailable.ContainsKey(ClusterSnapshot.Whole))
        {
            report = report with
            {
                Hypotheses =
                [
                    .. report.Hypotheses.Select(one => one with { Confidence = Math.Min(one.Confidence, ConfidenceRules.MostFromAlertAlone) }),
                ],
            };
        }

        return report with { Pod = PodContexts.Of(scene, report), LogExcerpt = LogExcerpts.Of(report, scene.Logs) };
    }
}
