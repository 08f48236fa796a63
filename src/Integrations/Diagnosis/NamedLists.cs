using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Lists of kinds that have an API group, by its name: the library asks for all of them alike.</summary>
internal static class NamedLists
{
    /// <param name="to">Where it is read to.</param>
    /// <param name="group">With its version: <c>apps/v1</c>.</param>
    /// <param name="plural">As in a path.</param>
    /// <param name="ns">Empty: what is in no namespace.</param>
    /// <param name="add">Puts it into the snapshot.</param>
    public static Task<Func<ClusterSnapshot, ClusterSnapshot>> Named<TList, TItem>(
        this Gathering to, string group, string plural, string ns, Func<ClusterSnapshot, ImmutableArray<TItem>, ClusterSnapshot> add)
        where TList : class, IItems<TItem>, IMetadata<V1ListMeta> =>
        to.ReadAsync(new(plural, ns), Page<TList>(to, group, plural, ns), add);

    public static Func<IKubernetes, string?, CancellationToken, Task<TList>> Page<TList>(
        Gathering to, string group, string plural, string ns, string? fields = null)
    {
        var (name, version) = group.Split('/') is [var first, var second] ? (first, second) : throw new ArgumentException(group, nameof(group));
        var limit = to.Cluster.Limits.Page;
        return ns.Length == 0
            ? (api, next, call) => api.CustomObjects.ListClusterCustomObjectAsync<TList>(name, version, plural, continueParameter: next,
                fieldSelector: fields, limit: limit, cancellationToken: call)
            : (api, next, call) => api.CustomObjects.ListNamespacedCustomObjectAsync<TList>(name, version, ns, plural, continueParameter: next,
                fieldSelector: fields, limit: limit, cancellationToken: call);
    }
}
