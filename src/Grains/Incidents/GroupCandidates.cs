using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>
/// The incidents of a workspace that can still get children, found by what the grouping rules compare, so that placing a new incident does not
/// look at all of them. Only a copy of what the ledger knows: rebuilt from the open incidents when the correlator activates.
/// </summary>
internal sealed class GroupCandidates(DedupOptions options)
{
    private static readonly TimeSpan KeptAfterWindow = TimeSpan.FromHours(1);

    /// <summary>After so long an incident is in the ledger, or never will be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Candidate> members = [];
    private readonly Dictionary<string, GroupKinds> kinds = [];
    private readonly Dictionary<string, List<string>> byKey = [];
    private readonly Dictionary<(string?, string), Dictionary<string, DateTimeOffset>> servicesOfNamespace = [];

    public static GroupMember MemberOf(Incident incident) => new()
    {
        IncidentId = incident.Id,
        CreatedAt = incident.CreatedAt,
        Source = incident.Adapter,
        GroupKey = incident.GroupKey,
        Account = incident.Account,
        Cluster = incident.Subject.Cluster,
        // An alert that names only its deployment is handled as that service, so it is grouped as that service too.
        Service = ServiceScope.Of(incident.Subject),
        Namespace = incident.Subject.Namespace,
        Workload = Workload.Of(incident.Subject),
        Node = incident.Subject.Node,
        Severity = incident.Severity,
        Silenced = incident.Silenced is not null,
        BeganAt = DeployCorrelation.StartOf(incident) is var began && began < incident.CreatedAt ? began : null,
        DeployId = incident.Deploy?.Id,
    };

    /// <summary>The services and severities of a group, the incoming one's from now on included.</summary>
    public GroupKinds Joining(GroupMember parent, GroupMember incoming)
    {
        // Its severity rises with those of its children, so this is kept from before the first of them.
        if (!kinds.TryGetValue(parent.IncidentId, out var known)) kinds.Add(parent.IncidentId, known = new(parent));
        known.Join(incoming);
        return known;
    }

    public GroupMember? Find(string incidentId) => members.TryGetValue(incidentId, out var found) ? found.Member : null;

    /// <summary>Changes nothing for one that is known, as it may be when all were read from the ledger meanwhile.</summary>
    /// <param name="member">The incident.</param>
    /// <param name="scope">The intake that opened it.</param>
    /// <param name="openedAt">When it was placed; for one that the ledger has, as long ago as may be.</param>
    public void Add(GroupMember member, string scope, DateTimeOffset openedAt = default)
    {
        if (member.IsChild || !members.TryAdd(member.IncidentId, new(member, scope, openedAt))) return;
        foreach (var key in KeysOf(member)) ListOf(key).Add(member.IncidentId);
    }

    public void Remove(string incidentId)
    {
        kinds.Remove(incidentId);
        if (!members.Remove(incidentId, out var removed)) return;
        foreach (var key in KeysOf(removed.Member))
        {
            if (!byKey.TryGetValue(key, out var ids)) continue;
            ids.Remove(incidentId);
            if (ids.Count == 0) byKey.Remove(key);
        }
    }

    /// <summary>That incident, when the ledger may not have it yet.</summary>
    public IEnumerable<FreshIncident> FreshOf(string incidentId, DateTimeOffset now)
    {
        if (members.TryGetValue(incidentId, out var found) && now - found.OpenedAt < Fresh) yield return new(incidentId, found.Scope);
    }

    public string? ScopeOf(string incidentId) => members.TryGetValue(incidentId, out var found) ? found.Scope : null;

    /// <summary>The parent after a child joined; one that can take no more is forgotten.</summary>
    public void Update(GroupMember parent)
    {
        if (!members.TryGetValue(parent.IncidentId, out var known)) return;
        if (parent.ChildCount >= options.GroupMaxChildren) Remove(parent.IncidentId);
        else members[parent.IncidentId] = known with { Member = parent };
    }

    /// <summary>A deploy that was told of after incidents had opened: from now on they are found by it too.</summary>
    public void Deployed(Deploy deploy)
    {
        var found = new List<GroupMember>();
        Collect($"service:{deploy.Service}", found);
        if (deploy.Namespace is not null) Collect($"workload:{deploy.Namespace}/{deploy.WorkloadName}", found);
        foreach (var member in found)
        {
            if (member.DeployId is not null || !DeployRules.IsNear(deploy, member.BeganAt ?? member.CreatedAt, DeployRules.Lookback)
                || !DeployRules.Concerns(deploy, DeployTarget.Of(member)) || !members.TryGetValue(member.IncidentId, out var known)
                || known.Member.DeployId is not null) continue;
            members[member.IncidentId] = known with { Member = known.Member with { DeployId = deploy.Id } };
            ListOf($"deploy:{deploy.Id}").Add(member.IncidentId);
        }
    }

    /// <summary>Incidents that one of the first four rules could choose, which beat all others: most new incidents look no further.</summary>
    public IEnumerable<GroupMember> Near(GroupMember incoming)
    {
        var found = new List<GroupMember>();
        foreach (var key in NearKeysOf(incoming)) Collect(key, found);
        return OldestFirst(found);
    }

    /// <summary>Incidents that any rule could choose.</summary>
    public IEnumerable<GroupMember> All(GroupMember incoming, Topology topology, bool burst)
    {
        var found = new List<GroupMember>();
        foreach (var key in NearKeysOf(incoming)) Collect(key, found);
        foreach (var key in FarKeysOf(incoming))
        {
            if (burst || !key.StartsWith("in:", StringComparison.Ordinal)) Collect(key, found);
        }
        if (!ReferenceEquals(topology, Topology.Empty) && incoming.Service is not null) Related(incoming.Service, topology, found);
        return OldestFirst(found);
    }

    /// <summary>Takes note of a service that opens an incident, for <see cref="NamespaceServices"/>.</summary>
    public void Opened(GroupMember incident, DateTimeOffset now)
    {
        if (incident.Namespace is null || incident.Service is null) return;
        var key = (incident.Cluster, incident.Namespace);
        if (!servicesOfNamespace.TryGetValue(key, out var services)) servicesOfNamespace.Add(key, services = []);
        services[incident.Service] = now;
    }

    /// <summary>Services that opened incidents in the namespace of late, this one's included.</summary>
    public IReadOnlySet<string> NamespaceServices(GroupMember incoming, DateTimeOffset now) =>
        incoming.Namespace is not null && servicesOfNamespace.TryGetValue((incoming.Cluster, incoming.Namespace), out var services)
            ? services.Where(service => now - service.Value <= options.BurstWindow).Select(service => service.Key).ToHashSet()
            : new HashSet<string>();

    /// <summary>Forgets what can get no children any more.</summary>
    public void Prune(DateTimeOffset now)
    {
        foreach (var (id, (member, _, _)) in members.ToList())
        {
            if (now > member.WindowEnd(options) + KeptAfterWindow || !member.HasRoomAt(now, options)) Remove(id);
        }
        foreach (var (key, services) in servicesOfNamespace.ToList())
        {
            if (services.Values.All(at => now - at > options.BurstWindow)) servicesOfNamespace.Remove(key);
        }
    }

    private List<string> ListOf(string key)
    {
        if (!byKey.TryGetValue(key, out var ids)) byKey.Add(key, ids = []);
        return ids;
    }

    private void Collect(string key, List<GroupMember> found)
    {
        if (!byKey.TryGetValue(key, out var ids)) return;
        foreach (var id in ids) found.Add(members[id].Member);
    }

    private void Related(string service, Topology topology, List<GroupMember> found)
    {
        foreach (var key in byKey.Keys)
        {
            if (!key.StartsWith("service:", StringComparison.Ordinal)) continue;
            var other = key["service:".Length..];
            if (topology.DependsOn(service, other) || topology.DependsOn(other, service)) Collect(key, found);
        }
    }

    private static IEnumerable<GroupMember> OldestFirst(List<GroupMember> found) => found.Count < 2
        ? found
        : found.DistinctBy(member => member.IncidentId).OrderBy(member => member.CreatedAt)
            .ThenBy(member => member.IncidentId, StringComparer.Ordinal);

    private static IEnumerable<string> KeysOf(GroupMember member) => NearKeysOf(member).Concat(FarKeysOf(member));

    private static IEnumerable<string> NearKeysOf(GroupMember member)
    {
        if (member.GroupKey is not null) yield return $"group:{member.Source}/{member.Account}/{member.GroupKey}";
        if (!string.IsNullOrEmpty(member.Service)) yield return $"service:{member.Service}";
        if (member.DeployId is not null) yield return $"deploy:{member.DeployId}";
        if (member.Namespace is not null && !string.IsNullOrEmpty(member.Workload)) yield return $"workload:{member.Namespace}/{member.Workload}";
    }

    private static IEnumerable<string> FarKeysOf(GroupMember member)
    {
        if (member.Node is not null) yield return $"node:{member.Node}";
        if (member.Namespace is not null) yield return $"in:{member.Namespace}";
    }

    private readonly record struct Candidate(GroupMember Member, string Scope, DateTimeOffset OpenedAt);
}
