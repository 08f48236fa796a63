using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Demo;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>Reads what the guard has to know. What cannot be read is said in the case, and the guard refuses for it.</summary>
public sealed class ActionCases(
    IGrainFactory grains, IDefinitions definitions, IWorkspaceClusters all, IActionReads reads, ActionOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private const int LongestChain = 10;

    public async Task<ActionCase> ReadAsync(string workspace, ActionAttempt attempt, CancellationToken cancellation)
    {
        var clusters = all.Gateway(workspace);
        // What the demo tells of is nowhere, whatever an operator's own clusters are called.
        var cluster = workspace == DemoStory.Workspace ? null : clusters.Resolve(attempt.Request.Cluster);
        var given = new ActionCase
        {
            Request = attempt.Request,
            Caller = attempt.Caller,
            Now = clock.GetUtcNow(),
            IsDryRun = attempt.IsDryRun,
            KillSwitch = await KillSwitchAsync(workspace),
            Policies = await PoliciesAsync(workspace),
            Cluster = new(cluster),
            IsForeignNamespace = cluster is not null && !clusters.Has(cluster, attempt.Request.Namespace),
            Past = await PastAsync(workspace),
            Plan = attempt.Plan,
            Grant = attempt.Grant,
            Sequel = attempt.Sequel,
            Deadline = attempt.Deadline,
            Autonomy = attempt.Autonomy,
            IsDevMode = attempt.IsDevMode,
            DevModeActs = attempt.DevModeActs && options.DevModeActs,
            OwnNamespace = options.OwnNamespace,
        };
        // What is refused anyway is no reason to ask a cluster. The state of the namespace is the first thing that only a cluster can tell.
        var refusing = ActionGuard.Decide(given).Checks.FirstOrDefault(check => check.Refuses && !(attempt.IsDryRun && check.IsPassing));
        if (refusing?.Name is CheckName.NamespaceState) given = await WithFactsAsync(workspace, given, cancellation);
        return attempt.IncidentId is { } incident ? given with { Incident = await IncidentAsync(workspace, incident, attempt, given) } : given;
    }

    /// <summary>The same case with what may have changed while others were waited for.</summary>
    public async Task<ActionCase> RefreshAsync(string workspace, ActionCase given) =>
        given with { KillSwitch = await KillSwitchAsync(workspace), Past = await PastAsync(workspace), Now = clock.GetUtcNow() };

    /// <summary>The same case with the cluster read again.</summary>
    public async Task<ActionCase> WithFactsAsync(string workspace, ActionCase given, CancellationToken cancellation)
    {
        if (given.Cluster.Value is not { } cluster) return given;
        var clusters = all.Gateway(workspace);
        var request = given.Request;
        try
        {
            var facts = await clusters.TargetAsync(cluster, request.Target(), cancellation);
            // The pod that was meant is gone: its workload tells which there are now.
            var isGone = request.Action is ActionName.RestartPod && facts is { Pod: { IsKnown: true, Value: null } };
            if (isGone && given.Plan is { Workload: { } workload })
                facts = facts with { Siblings = (await clusters.WorkloadAsync(cluster, workload, cancellation)).Siblings };
            return given with { Facts = facts };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A gateway does not throw for what a cluster does; whatever this is, nothing is known.
            return given with { Facts = null, Cluster = new(null, $"The cluster {cluster} could not be read: {exception.GetType().Name}") };
        }
    }

    /// <summary>On, off, or not known, of the process, the platform and the workspace.</summary>
    public async Task<Known<KillSwitch?>> KillSwitchAsync(string workspace)
    {
        if (options.KillSwitch) return new(new KillSwitch(true, null, "AI_SRE_KILL_SWITCH is set"));
        try
        {
            foreach (var key in new[] { GrainKeys.KillSwitch(null), GrainKeys.KillSwitch(workspace) })
                if (await grains.GetGrain<IKillSwitchGrain>(key).GetAsync() is { IsOn: true } on) return new(on);
            return new(KillSwitch.Off);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new(null, exception.GetType().Name);
        }
    }

    /// <summary>The workspace's rules for actions, or why they cannot be read.</summary>
    public async Task<Known<ActionPolicies?>> PoliciesAsync(string workspace)
    {
        try
        {
            var policies = ActionPolicies.Of((await definitions.OfAsync(workspace)).Sections, "");
            var text = Encoding.UTF8.GetBytes(DocumentText.Write(policies));
            return new(policies with { Revision = Convert.ToHexStringLower(SHA256.HashData(text))[..16] });
        }
        catch (LedgerUnavailableException exception)
        {
            return new(null, exception.Message);
        }
    }

    private async Task<Known<ImmutableArray<PastAction>?>> PastAsync(string workspace)
    {
        try
        {
            return new(await reads.PastAsync(workspace, clock.GetUtcNow() - Remembered));
        }
        catch (LedgerUnavailableException exception)
        {
            return new(null, exception.Message);
        }
    }

    private async Task<IncidentStanding> IncidentAsync(string workspace, string id, ActionAttempt attempt, ActionCase given)
    {
        try
        {
            var incident = await IncidentAsync(workspace, id);
            var workload = new CaseView(given).Workload;
            var alike = (given.Past.Value ?? ImmutableArray<PastAction>.Empty)
                .Where(past => past.Action == given.Request.Action && past.Workload == workload).ToList();
            var ids = alike.Count == 0 ? [id] : await ChainAsync(workspace, id, incident?.PreviousIncidentId);
            var inVain = alike.Count(past => past.IncidentId is { } other && ids.Contains(other));
            return new(id, incident?.Phase is IncidentPhase.Resolved && !attempt.DespiteEnd, inVain);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new(id, false, 0) { Problem = exception.GetType().Name };
        }
    }

    /// <summary>An incident and those of the same alert before it: what comes back after a while is another, and the fix was in vain.</summary>
    private async Task<HashSet<string>> ChainAsync(string workspace, string id, string? previous)
    {
        HashSet<string> ids = [id];
        while (previous is not null && ids.Count < LongestChain && ids.Add(previous))
            previous = (await IncidentAsync(workspace, previous))?.PreviousIncidentId;
        return ids;
    }

    private Task<Incident?> IncidentAsync(string workspace, string id) =>
        grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, id)).GetAsync();
}
