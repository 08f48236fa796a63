using System.Text.Json;
using AiSre.Domain;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.History;
using AiSre.Grains.History;
using AiSre.Integrations.Kubernetes;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// Memory and volumes against their limits, as cAdvisor and the kubelet measure them. The server chooses what is fullest now, so that a large cluster
/// is no large answer.
/// </summary>
internal sealed class PrometheusCapacity(Clusters all, PrometheusMetrics prometheus) : ICapacityMetrics
{
    private const int Most = 100;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly (string Resource, string Text)[] Queries = [("memory", Fullest(Memory)), ("disk", Fullest(Disk))];

    public async Task<UsageReading> ReadAsync(string workspace)
    {
        var own = all.Of(workspace);
        var clusters = own.Definitions.Where(cluster => cluster.Prometheus is not null).ToList();
        if (clusters.Count == 0) return new([], "no Prometheus is configured");
        var read = await Task.WhenAll(clusters.Select(cluster => ReadAsync(own, cluster)));
        return new([.. read.SelectMany(one => one.Series)], read.Select(one => one.Problem).FirstOrDefault(problem => problem is not null));
    }

    private async Task<UsageReading> ReadAsync(OwnClusters own, ClusterDefinition cluster)
    {
        var now = own.Clock.GetUtcNow();
        using var time = new CancellationTokenSource(Longest, own.Clock);
        try
        {
            var found = await Task.WhenAll(Queries.Select(async query => (
                query.Resource,
                Series: await prometheus.RangeAsync(
                    cluster.Prometheus!, query.Text, now - UsageRules.Period, now, time.Token, UsageRules.Step))));
            return new(
                [
                    .. from one in found
                    from series in one.Series
                    where series.Labels.GetValueOrDefault("namespace") is { Length: > 0 } ns && own.Has(cluster.Name, ns)
                    let name = series.Labels.GetValueOrDefault("pod") is { Length: > 0 } pod
                        ? pod : series.Labels.GetValueOrDefault("persistentvolumeclaim")
                    where name is { Length: > 0 }
                    select new UsageSeries(name, one.Resource, series.Points),
                ],
                null);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            var why = exception is OperationCanceledException ? "no answer in time" : exception.Message;
            return new([], SecretText.Redact($"the metrics of cluster {cluster.Name} cannot be read: {why}"));
        }
    }

    /// <param name="at">Empty, or a modifier that fixes the instant.</param>
    private static string Memory(string at) =>
        $"max by (namespace, pod) (container_memory_working_set_bytes{{container!=\"\"}}{at} "
            + $"/ (container_spec_memory_limit_bytes{{container!=\"\"}}{at} > 0))";

    /// <summary>A volume's pod is known where the state of objects is a metric too; otherwise the claim stands for itself.</summary>
    private static string Disk(string at)
    {
        var used = $"max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{at} / kubelet_volume_stats_capacity_bytes{at})";
        return $"max by (namespace, persistentvolumeclaim, pod) ({used} * on (namespace, persistentvolumeclaim) group_left (pod) "
            + $"max by (namespace, persistentvolumeclaim, pod) (kube_pod_spec_volumes_persistentvolumeclaims_info{at})) "
            + $"or on (namespace, persistentvolumeclaim) {used}";
    }

    private static string Fullest(Func<string, string> used) =>
        Invariant($"({used("")}) and on (namespace, pod, persistentvolumeclaim) topk({Most}, {used(" @ end()")})");
}
