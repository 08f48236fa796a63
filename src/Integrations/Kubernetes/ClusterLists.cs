using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Whole lists, page by page.</summary>
internal static class ClusterLists
{
    /// <param name="cluster">Whose.</param>
    /// <param name="page">Asks for the page that a token leads to; null: the first.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <param name="keeps">Whether an item stays, page by page, so that a long list need not be held; null: all do.</param>
    public static async Task<List<TItem>> AllAsync<TList, TItem>(
        this ClusterConnection cluster, Func<IKubernetes, string?, CancellationToken, Task<TList>> page, CancellationToken cancellation,
        Func<TItem, bool>? keeps = null)
        where TList : class, IItems<TItem>, IMetadata<V1ListMeta>
    {
        var all = new List<TItem>();
        var beganAnew = false;
        for (string? next = null; ;)
        {
            var token = next;
            TList part;
            try
            {
                part = await cluster.CallAsync(cluster.Limits.Read, (api, call) => page(api, token, call), cancellation);
            }
            catch (ApiFailureException exception) when (exception.Failure.Code is 410 && next is not null && !beganAnew)
            {
                // What the token leads to has been compacted away: the list starts again, from what is there now.
                (next, beganAnew) = (null, true);
                all.Clear();
                continue;
            }
            all.AddRange(keeps is null ? part.Items ?? [] : (part.Items ?? []).Where(keeps));
            next = part.Metadata?.ContinueProperty;
            if (string.IsNullOrEmpty(next)) return all;
            if (all.Count >= cluster.Limits.Listed)
                throw new ApiFailureException(new(FailureKind.Unreadable, Invariant($"there are more than {cluster.Limits.Listed} of them")));
        }
    }
}
