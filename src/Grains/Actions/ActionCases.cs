using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>Reads what the guard has to know. What cannot be read is said in the case, and the guard refuses for it.</summary>
public sealed class ActionCases(
    IGrainFactory grains, IDefinitions definitions, IClusterGateway clusters, IActionReads reads, ActionOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <summary>A check that only the cluster can answer; those before it can do without.</summary>
    private const string FirstOfCluster = "namespace_state";

    public async Task<ActionCase> ReadAsync(string workspace, ActionAttempt attempt, CancellationToken cancellation)
    {
        var given = new ActionCase
        {
            Request = attempt.Request,
            Caller = attempt.Caller,
            Now = clock.GetUtcNow(),
            IsDryRun = attempt.IsDryRun,
            KillSwitch = await KillSwitchAsync(workspace),
            Policies = await PoliciesAsync(workspace),
            Cluster = new(clusters.Resolve(attempt.Request.Cluster)),
            Past = await PastAsync(workspace),
            Plan = attempt.Plan,
            Grant = attempt.Grant,
            Autonomy = attempt.Autonomy,
            IsDevMode = attempt.IsDevMode,
            DevModeActs = attempt.DevModeActs,
            OwnNamespace = options.OwnNamespace,
        };
        // What is refused anyway is no reason to ask a cluster.
        if (ActionGuard.Decide(given).Checks.FirstOrDefault(check => check.Refuses)?.Name is FirstOfCluster) given = await WithFactsAsync(given,
            cancellation);
        return attempt.IncidentId is { } incident ? given with { Incident = await IncidentAsync(workspace, incident, given) } : given;
    }

    /// <summary>The same case with what may have changed while others were waited for.</summary>
    public async Task<ActionCase> RefreshAsync(string workspace, ActionCase given) =>
        given with { KillSwitch = await KillSwitchAsync(workspace), Past = await PastAsync(workspace), Now = clock.GetUtcNow() };

    /// <summary>The same case with the cluster read again.</summary>
    public async Task<ActionCase> WithFactsAsync(ActionCase given, CancellationToken cancellation)
    {
        if (given.Cluster.Value is not { } cluster) return given;
        var request = given.Request;
        var target = request.Action is ActionName.RestartPod
            ? new TargetName(request.Namespace, request.PodName, null)
            : new TargetName(request.Namespace, null, request.DeploymentName);
        try
        {
            var facts = await clusters.TargetAsync(cluster, target, cancellation);
            // The pod that was meant is gone: its workload tells which there are now.
            if (given.Plan is { Workload: { } workload } && facts is { Pod: { IsKnown: true,
                Value: null } } && request.Action is ActionName.RestartPod)
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

    private async Task<Known<ActionPolicies?>> PoliciesAsync(string workspace)
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

    private async Task<IncidentStanding> IncidentAsync(string workspace, string id, ActionCase given)
    {
        var incident = await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, id)).GetAsync();
        var workload = new CaseView(given).Workload;
        var before = (given.Past.Value ?? ImmutableArray<PastAction>.Empty)
            .Count(past => past.IncidentId == id && past.Action == given.Request.Action && past.Workload == workload);
        return new(id, incident?.Phase is IncidentPhase.Resolved, before);
    }
}
