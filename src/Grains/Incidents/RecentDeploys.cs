using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>
/// The deploys of a workspace that a new incident may come from, found by what they changed. Only a copy of what the ledger knows. An incident of a
/// workspace that tells of no deploys looks at one field.
/// </summary>
public sealed class RecentDeploys
{
    /// <summary>An alert may begin long before it is sent.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    /// <summary>At most so many are read when a correlator begins.</summary>
    public const int Most = 5_000;

    private const int BetweenPrunes = 500;

    private readonly Dictionary<(string Id, string Service), Deploy> all = [];
    private readonly Dictionary<string, List<Deploy>> byService = [];
    private readonly Dictionary<(string Namespace, string Workload), List<Deploy>> byWorkload = [];
    private int sincePrune;

    /// <summary>In the place of what was known of it.</summary>
    public void Add(Deploy deploy, DateTimeOffset now)
    {
        if (deploy.At < now - Kept) return;
        if (all.Remove((deploy.Id, deploy.Service), out var before)) Remove(before);
        all.Add((deploy.Id, deploy.Service), deploy);
        ListOf(byService, deploy.Service).Add(deploy);
        if (deploy.Namespace is not null) ListOf(byWorkload, (deploy.Namespace, deploy.WorkloadName)).Add(deploy);
        if (++sincePrune >= BetweenPrunes) Prune(now);
    }

    /// <summary>The deploy that an incident may come from; null: none is near.</summary>
    public Deploy? For(GroupMember incident)
    {
        if (all.Count == 0) return null;
        var near = incident.Service is { } service && byService.TryGetValue(service, out var ofService) ? ofService : [];
        if (incident is { Namespace: { } place, Workload: { } workload } && byWorkload.TryGetValue((place, workload), out var ofWorkload))
            near = [.. near, .. ofWorkload];
        return near.Count == 0
            ? null
            : DeployRules.Latest(near, DeployTarget.Of(incident), incident.BeganAt ?? incident.CreatedAt, DeployRules.Lookback);
    }

    private void Prune(DateTimeOffset now)
    {
        sincePrune = 0;
        foreach (var old in all.Values.Where(deploy => deploy.At < now - Kept).ToList())
        {
            all.Remove((old.Id, old.Service));
            Remove(old);
        }
    }

    private void Remove(Deploy deploy)
    {
        Remove(byService, deploy.Service, deploy);
        if (deploy.Namespace is not null) Remove(byWorkload, (deploy.Namespace, deploy.WorkloadName), deploy);
    }

    private static void Remove<TKey>(Dictionary<TKey, List<Deploy>> lists, TKey key, Deploy deploy) where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) return;
        list.Remove(deploy);
        if (list.Count == 0) lists.Remove(key);
    }

    private static List<Deploy> ListOf<TKey>(Dictionary<TKey, List<Deploy>> lists, TKey key) where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }
}
