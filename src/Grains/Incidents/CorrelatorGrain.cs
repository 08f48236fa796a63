using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Incidents;

/// <summary>
/// Sees every new incident of a workspace, and only those. What it remembers is rebuilt from the open incidents with the first of them.
/// </summary>
[GrainType("correlator"), RandomPlacement]
public sealed class CorrelatorGrain(
    IIncidentReads reads, IDeployReads deployed, TimeProvider clock, DedupOptions options, Topology topology) : Grain, ICorrelatorGrain
{
    private const int MaxRecalled = 20_000;

    private readonly GroupCandidates groups = new(options);
    private readonly RecentDeploys deploys = new();
    private StormState storm = StormState.Calm;
    private int placedSincePrune;
    private bool recalled;

    public async Task<Placement> PlaceAsync(GroupMember incident, string scope)
    {
        if (!recalled) await RecallAsync();
        var now = clock.GetUtcNow();
        var deploy = deploys.For(incident);
        if (deploy is not null) incident = incident with { DeployId = deploy.Id };
        storm = StormRules.At(StormRules.Opened(storm, incident.Service, now, options), now, options);
        groups.Opened(incident, now);
        var choice = Choose(incident, now);
        PruneNowAndThen(now);
        var placement = choice.Parent is { } parent ? Child(incident, parent, choice.Reason!, now)
            : choice.Adopts.IsEmpty ? Alone(incident, scope, now)
            : Adopter(incident, scope, choice, now);
        return deploy is null ? placement : placement with { Deploy = deploy };
    }

    public Task<bool> IsStormAsync()
    {
        storm = StormRules.At(storm, clock.GetUtcNow(), options);
        return Task.FromResult(storm.IsStorm);
    }

    /// <summary>The first four rules beat the others whichever candidate they hit, so the others are asked only when none of them does.</summary>
    private GroupChoice Choose(GroupMember incident, DateTimeOffset now)
    {
        var near = GroupingRules.Choose(incident, groups.Near(incident), Topology.Empty, FrozenSet<string>.Empty, now, options, storm.IsStorm);
        if (near.Parent is not null) return near;
        var services = groups.NamespaceServices(incident, now);
        return GroupingRules.Choose(
            incident, groups.All(incident, topology, services.Count >= options.BurstServices), topology, services, now, options, storm.IsStorm);
    }

    public Task ClosedAsync(string incidentId)
    {
        groups.Remove(incidentId);
        return Task.CompletedTask;
    }

    public Task StandsAloneAsync(GroupMember incident, string scope)
    {
        if (recalled) groups.Add(deploys.For(incident) is { } deploy ? incident with { DeployId = deploy.Id } : incident, scope);
        return Task.CompletedTask;
    }

    /// <summary>Before the first incident nothing is remembered: then it is read with the others.</summary>
    public Task DeployedAsync(Deploy deploy)
    {
        if (!recalled) return Task.CompletedTask;
        deploys.Add(deploy, clock.GetUtcNow());
        groups.Deployed(deploy);
        return Task.CompletedTask;
    }

    /// <summary>
    /// With the first incident and not while it activates: a failed activation would keep its callers waiting for 5 s, and the ledger may be away.
    /// </summary>
    private async Task RecallAsync()
    {
        var now = clock.GetUtcNow();
        var since = now - options.GroupLife;
        var workspace = this.GetPrimaryKeyString();
        foreach (var deploy in await deployed.SinceAsync(workspace, now - RecentDeploys.Kept, RecentDeploys.Most)) deploys.Add(deploy, now);
        foreach (var (incident, parentId) in await reads.GroupableAsync(workspace, since, MaxRecalled)) Recall(incident, parentId);
        recalled = true;
    }

    private Placement Alone(GroupMember incident, string scope, DateTimeOffset now)
    {
        groups.Add(incident, scope, now);
        return new Placement(null, null, null, storm.IsStorm, []);
    }

    private Placement Child(GroupMember incident, GroupMember parent, string reason, DateTimeOffset now)
    {
        var groupId = GroupId.For(parent.IncidentId);
        if (parent.ChildCount == 0 && groups.ScopeOf(parent.IncidentId) is { Length: > 0 } scope) NotifyIntake(scope, parent.IncidentId);
        var kinds = groups.Joining(parent, incident);
        var fresh = groups.FreshOf(parent.IncidentId, now).ToImmutableArray();
        groups.Update(parent.Joined(incident.AsChild(), now, options));
        return new Placement(parent.IncidentId, reason, groupId, storm.IsStorm, [])
        {
            MoreSevere = incident.Severity > parent.Severity,
            FirstOfItsKind = kinds.IsFirst,
            ParentService = kinds.ParentService,
            ParentSeverity = kinds.ParentSeverity,
            ParentSilenced = kinds.ParentSilenced,
            Fresh = fresh,
        };
    }

    /// <summary>It is what the others depend on, and it opened after them: it leads them.</summary>
    private Placement Adopter(GroupMember incident, string scope, GroupChoice choice, DateTimeOffset now)
    {
        var parent = incident;
        var groupId = GroupId.For(incident.IncidentId);
        var fresh = choice.Adopts.SelectMany(adopted => groups.FreshOf(adopted.IncidentId, now)).ToImmutableArray();
        foreach (var adopted in choice.Adopts)
        {
            parent = parent.Joined(adopted, now, options);
            groups.Remove(adopted.IncidentId);
        }
        groups.Add(parent, scope, now);
        return new Placement(null, choice.Reason, groupId, storm.IsStorm, [.. choice.Adopts.Select(adopted => adopted.IncidentId)]) { Fresh = fresh };
    }

    private void NotifyIntake(string scope, string incidentId) =>
        _ = GrainFactory.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake(this.GetPrimaryKeyString(), scope)).GroupedAsync(incidentId);

    private void Recall(Incident incident, string? parentId)
    {
        var member = GroupCandidates.MemberOf(incident);
        if (parentId is null) groups.Add(member, ServiceScope.Of(incident.Subject) ?? "");
        else if (groups.Find(parentId) is { } parent)
        {
            _ = groups.Joining(parent, member);
            groups.Update(parent.Joined(member.AsChild(), incident.CreatedAt, options));
        }
    }

    private void PruneNowAndThen(DateTimeOffset now)
    {
        if (++placedSincePrune < 1_000) return;
        placedSincePrune = 0;
        groups.Prune(now);
    }
}
