using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Diagnosis;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// How what is asked of a Prometheus went before and since a symptom began: by workloads, under the name of their service, and by nodes.
/// </summary>
internal sealed class MetricGathering(PrometheusMetrics prometheus, TelemetrySource source)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5), Least = TimeSpan.FromMinutes(15), Most = TimeSpan.FromMinutes(45);

    /// <returns>Why nothing is known, where nothing is.</returns>
    public async Task<(ImmutableArray<MetricTrend> Trends, string? Problem)> ReadAsync(
        Scene scene, IReadOnlyCollection<string> namespaces, TimeProvider clock, CancellationToken cancellation)
    {
        var (from, to) = Window(scene.Symptom.StartedAt, scene.Now);
        using var time = new CancellationTokenSource(Longest, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        try
        {
            var found = await Task.WhenAll(MetricQueries.Of(namespaces).Select(async query =>
                Trends(query, await prometheus.RangeAsync(source, query.Text, from, to, both.Token), scene, from, to)));
            return ([.. found.SelectMany(trends => trends)], null);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            var why = exception is OperationCanceledException ? "no answer in time" : exception.Message;
            return ([], SecretText.Redact($"the metrics cannot be read: {why}"));
        }
    }

    /// <summary>Such that the last quarter of the time is what has been since it began.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Window(DateTimeOffset began, DateTimeOffset now)
    {
        var since = now - began;
        var before = since * 3 < Least ? Least : since * 3 > Most ? Most : since * 3;
        var to = since > Least ? began + Least : now;
        return (began - before, to);
    }

    private static IEnumerable<MetricTrend> Trends(
        MetricQuery query, IReadOnlyList<MetricSeries> found, Scene scene, DateTimeOffset begin, DateTimeOffset end) =>
        from series in found
        let about = About(query, series, scene)
        where about is not null
        group series.Points by about into same
        let points = same.SelectMany(points => points).GroupBy(point => point.At).OrderBy(at => at.Key)
            .Select(at => query.IsSum ? at.Sum(point => point.Value) : at.Max(point => point.Value)).ToList()
        where points.Count >= 4
        let quarter = points.Count / 4
        select new MetricTrend(query.Name, same.Key, points.Take(quarter).Average(), points.TakeLast(quarter).Average(), points.Average(),
            points.Min(), points.Max(), begin, end);

    /// <summary>Null: a pod that is no more, or nothing that is known here.</summary>
    private static Component? About(MetricQuery query, MetricSeries series, Scene scene)
    {
        if (query.Label is "node") return NodeOf(series, scene);
        if (series.Labels.GetValueOrDefault(query.Label) is not { Length: > 0 } name) return null;
        var ns = series.Labels.GetValueOrDefault(query.Label is "pod" ? "namespace" : "destination_workload_namespace");
        var workload = query.Label is "pod"
            ? scene.Workloads.FirstOrDefault(one => one.Namespace == ns && one.Pods.Any(pod => pod.Metadata.Name == name))
            : scene.Workloads.FirstOrDefault(one => one.Namespace == ns && one.Name == name);
        return workload is null ? null : ServiceOf(workload, scene) ?? workload.Component;
    }

    private static Component? NodeOf(MetricSeries series, Scene scene)
    {
        var host = series.Labels.GetValueOrDefault("node") is { Length: > 0 } name ? name : HostOf(series.Labels.GetValueOrDefault("instance") ?? "");
        var node = scene.Cluster.Nodes.FirstOrDefault(one => one.Metadata.Name == host
            || one.Status?.Addresses?.Any(address => address.Address == host) is true);
        return node is null ? null : new("Node", "", node.Metadata.Name);
    }

    /// <summary>Without the port, and the brackets of an IPv6 address.</summary>
    private static string HostOf(string instance) =>
        (instance.LastIndexOf(':') is var at and > 0 && !instance.EndsWith(']') ? instance[..at] : instance).Trim('[', ']');

    private static Component? ServiceOf(LiveWorkload workload, Scene scene)
    {
        var labels = workload.Template.Metadata?.Labels;
        var service = scene.Cluster.Services.FirstOrDefault(one => one.Metadata.NamespaceProperty == workload.Namespace
            && one.Spec?.Selector is { Count: > 0 } selector
            && selector.All(label => labels?.TryGetValue(label.Key, out var value) is true && value == label.Value));
        return service is null ? null : new("Service", workload.Namespace, service.Metadata.Name);
    }
}
