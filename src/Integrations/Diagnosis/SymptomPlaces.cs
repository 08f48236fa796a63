using AiSre.Domain.Diagnosis;
using AiSre.Integrations.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>The namespaces in which a symptom shows, of those that its workspace has.</summary>
internal static class SymptomPlaces
{
    private const int Most = 5;

    /// <summary>What the alerts name; else where something is that is called so.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Gathering to, Symptom symptom, Func<string, bool> isOwn)
    {
        var named = new[] { symptom.Namespace }.Concat(symptom.Others.Select(other => other.Namespace)).OfType<string>()
            .Where(ns => ns.Length > 0 && IsName(ns) && isOwn(ns)).Distinct().Take(Most).ToList();
        if (named.Count > 0 || symptom.Namespace is { Length: > 0 }) return named;
        var found = await Task.WhenAll(Searches(to, symptom).Select(search => FoundAsync(to, search)));
        return [.. found.SelectMany(ns => ns).Where(isOwn).Distinct().Take(Most)];
    }

    private static bool IsName(string text) => PathNames.Problem([text]) is null;

    /// <summary>By exact names, so that the server finds them.</summary>
    private static IEnumerable<Func<Task<IEnumerable<string>>>> Searches(Gathering to, Symptom symptom)
    {
        if (symptom.Pod is { } pod && IsName(pod)) yield return () => PodsAsync(to, $"metadata.name={pod}");
        foreach (var workload in new[] { symptom.Workload, symptom.Service }.OfType<string>().Distinct().Where(IsName))
        {
            yield return () => NamedAsync<V1DeploymentList, V1Deployment>(to, "deployments", workload);
            yield return () => NamedAsync<V1StatefulSetList, V1StatefulSet>(to, "statefulsets", workload);
            yield return () => NamedAsync<V1DaemonSetList, V1DaemonSet>(to, "daemonsets", workload);
        }

        if (symptom is { Node: { } node, Pod: null } && IsName(node)) yield return () => PodsAsync(to, $"spec.nodeName={node}");
    }

    private static async Task<IEnumerable<string>> PodsAsync(Gathering to, string fields)
    {
        var pods = await to.Cluster.AllAsync<V1PodList, V1Pod>((api, next, call) => api.CoreV1.ListPodForAllNamespacesAsync(
            continueParameter: next, fieldSelector: fields, limit: to.Cluster.Limits.Page, cancellationToken: call), to.Cancellation);
        return pods.OrderBy(PodHealth.IsWell).Select(pod => pod.Metadata.NamespaceProperty ?? "");
    }

    private static async Task<IEnumerable<string>> NamedAsync<TList, TItem>(Gathering to, string plural, string name)
        where TList : class, IItems<TItem>, IMetadata<V1ListMeta> where TItem : IMetadata<V1ObjectMeta>
    {
        var found = await to.Cluster.AllAsync<TList, TItem>(
            NamedLists.Page<TList>(to, "apps/v1", plural, "", $"metadata.name={name}"), to.Cancellation);
        return found.Select(item => item.Metadata.NamespaceProperty ?? "");
    }

    private static async Task<IEnumerable<string>> FoundAsync(Gathering to, Func<Task<IEnumerable<string>>> search)
    {
        IEnumerable<string> found = [];
        await to.TryAsync(new("namespaces of the alert"), async () =>
        {
            found = await search();
            return static snapshot => snapshot;
        });
        return found;
    }
}
