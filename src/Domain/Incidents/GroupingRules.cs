using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>Where a new incident belongs.</summary>
/// <param name="Parent">The incident that it becomes a child of; null if it stands alone or becomes a parent itself.</param>
/// <param name="Reason">One of <see cref="CorrelationReason.All"/>; null if it stands alone.</param>
/// <param name="Adopts">Incidents, oldest first, that become its children, and whose children do too: it is what they depend on, and it opened after
/// them.</param>
public sealed record GroupChoice(GroupMember? Parent, string? Reason, ImmutableArray<GroupMember> Adopts)
{
    public static readonly GroupChoice Alone = new(null, null, []);
}

/// <summary>
/// Which incidents belong together, and why (docs/rules/incidents.md). Incidents stay separate: a group is a parent and its children, one level deep.
/// </summary>
public static class GroupingRules
{
    private static readonly int DependencyRank = CorrelationReason.All.IndexOf(CorrelationReason.Dependency);

    /// <summary>An earlier rule beats a later one whichever candidate it hits; within a rule the oldest candidate wins.</summary>
    /// <param name="incoming">The new incident.</param>
    /// <param name="candidates">Open and acknowledged incidents of the workspace, oldest first; children among them are passed over.</param>
    /// <param name="topology">Which service needs which.</param>
    /// <param name="namespaceServices">Services that opened incidents in the incoming one's namespace and cluster within the burst window, its own
    /// included.</param>
    /// <param name="now">When the incident opens.</param>
    /// <param name="options">The workspace's settings.</param>
    /// <param name="storm">During a storm the same service groups even where the rolling window has ended.</param>
    public static GroupChoice Choose(
        GroupMember incoming, IEnumerable<GroupMember> candidates, Topology topology, IReadOnlySet<string> namespaceServices,
        DateTimeOffset now, DedupOptions options, bool storm)
    {
        var burst = namespaceServices.Count >= options.BurstServices;
        GroupMember? parent = null;
        var best = CorrelationReason.All.Length;
        ImmutableArray<GroupMember>.Builder? dependents = null;
        var joining = 1 + incoming.ChildCount;

        foreach (var candidate in candidates)
        {
            if (candidate.IncidentId == incoming.IncidentId || !Accepts(candidate, incoming, now, options, storm, joining)) continue;
            if (Rank(candidate, incoming, topology, burst, options) is { } rank && rank < best) (parent, best) = (candidate, rank);
            if (IsDependent(candidate, incoming, topology, options)) (dependents ??= ImmutableArray.CreateBuilder<GroupMember>()).Add(candidate);
        }

        if (best > DependencyRank && dependents is not null && WithinLimit(dependents, incoming, options) is { IsEmpty: false } adopts)
            return new(null, CorrelationReason.Dependency, adopts);
        return parent is null ? GroupChoice.Alone : new(parent, CorrelationReason.All[best], []);
    }

    private static bool Accepts(GroupMember parent, GroupMember incoming, DateTimeOffset now, DedupOptions options, bool storm, int joining) =>
        storm && Same(parent.Service, incoming.Service) ? parent.HasRoomAt(now, options, joining) : parent.AcceptsAt(now, options, joining);

    private static int? Rank(GroupMember parent, GroupMember incoming, Topology topology, bool burst, DedupOptions options)
    {
        if (Same(parent.GroupKey, incoming.GroupKey) && parent.Source == incoming.Source && parent.Account == incoming.Account) return 0;
        if (Same(parent.Service, incoming.Service)) return 1;
        if (Same(parent.DeployId, incoming.DeployId) && Apart(parent, incoming) <= options.DeployWindow) return 2;

        var sameCluster = parent.Cluster is null || incoming.Cluster is null || parent.Cluster == incoming.Cluster;
        var sameNamespace = sameCluster && Same(parent.Namespace, incoming.Namespace);
        if (sameNamespace && Same(parent.Workload, incoming.Workload)) return 3;
        if (topology.DependsOn(incoming.Service, parent.Service) && Apart(parent, incoming) <= options.DependencyWindow) return DependencyRank;
        if (sameCluster && Same(parent.Node, incoming.Node)) return 5;
        return burst && sameNamespace ? 6 : null;
    }

    private static bool IsDependent(GroupMember earlier, GroupMember incoming, Topology topology, DedupOptions options) =>
        topology.DependsOn(earlier.Service, incoming.Service) && Apart(earlier, incoming) <= options.DependencyWindow;

    private static ImmutableArray<GroupMember> WithinLimit(ImmutableArray<GroupMember>.Builder dependents, GroupMember parent, DedupOptions options)
    {
        var count = parent.ChildCount;
        var adopted = ImmutableArray.CreateBuilder<GroupMember>();
        foreach (var dependent in dependents)
        {
            if (count + 1 + dependent.ChildCount > options.GroupMaxChildren) continue;
            count += 1 + dependent.ChildCount;
            adopted.Add(dependent);
        }
        return adopted.ToImmutable();
    }

    private static TimeSpan Apart(GroupMember a, GroupMember b) => (a.CreatedAt - b.CreatedAt).Duration();

    private static bool Same(string? a, string? b) => !string.IsNullOrEmpty(a) && a == b;
}
