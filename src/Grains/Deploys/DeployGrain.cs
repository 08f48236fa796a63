using AiSre.Domain.Deploys;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiSre.Grains.Deploys;

/// <summary>
/// Keeps a deploy, and tells of it: the correlator, which groups by it what comes next, and the incidents that had opened before somebody told us.
/// </summary>
[GrainType(DeployWrite.Kind), PreferLocalPlacement]
public sealed partial class DeployGrain(
    [PersistentState("deploy", LedgerState.Storage)] IPersistentState<Kept<Deploy>> store, IIncidentReads incidents, TimeProvider clock,
    ILogger<DeployGrain> log) : Grain, IDeployGrain
{
    /// <summary>Incidents that are told of a deploy which came late.</summary>
    private const int MostTold = 100;

    /// <summary>So much later than it began an alert may have come in.</summary>
    private static readonly TimeSpan LateAlert = TimeSpan.FromHours(1);

    public async Task<DeployOutcome> RecordAsync(Deploy said, bool mayRunAgain)
    {
        var outcome = await store.RetryOnConflictAsync(async () =>
        {
            if (await store.ReadAsync() is not { } known)
            {
                await store.CommitAsync(said, LedgerFacts.None);
                return new DeployOutcome(said, Repeated: false);
            }
            if (mayRunAgain && DeployProgress.IsAnotherRun(known, said)) return new(null, Repeated: false);
            var next = DeployProgress.Follow(known, said);
            if (ReferenceEquals(next, known)) return new(known, Repeated: true);
            await store.CommitAsync(next, LedgerFacts.None);
            return new(next, Repeated: false);
        });
        // What is told twice is known already: whoever sends a deploy again makes up for what broke the first time.
        if (outcome.Stored is { } stored) await TellAsync(stored);
        return outcome;
    }

    /// <summary>The deploy is stored, and whoever asks for it finds it: that somebody could not be told does not make it a failure.</summary>
    private async Task TellAsync(Deploy deploy)
    {
        try
        {
            await GrainFactory.GetGrain<ICorrelatorGrain>(deploy.Workspace).DeployedAsync(deploy);
            foreach (var incident in await OpenedSinceAsync(deploy))
                await GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(deploy.Workspace, incident)).DeployedAsync(deploy);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException || LedgerFailure.Is(exception))
        {
            LogUntold(log, exception, deploy.Id, deploy.Service);
        }
    }

    /// <summary>Most deploys are told of when they happen, and then nothing can have come after them.</summary>
    private async ValueTask<IEnumerable<string>> OpenedSinceAsync(Deploy deploy)
    {
        var now = clock.GetUtcNow();
        if (deploy.At >= now) return [];
        var of = new IncidentFilter
        {
            Workspace = deploy.Workspace, Since = deploy.At, Until = deploy.At + DeployRules.Lookback + LateAlert, Limit = MostTold,
        };
        var ofService = await incidents.ListAsync(of with { Service = deploy.Service });
        var ofNamespace = deploy.Namespace is null ? null : await incidents.ListAsync(of with { Namespace = deploy.Namespace });
        return (ofNamespace is null ? ofService.Items : [.. ofService.Items, .. ofNamespace.Items]).Select(item => item.Incident)
            .Where(incident => !DeployCorrelation.Correlate(incident, deploy, now).IsNone)
            .Select(incident => incident.Id).Distinct();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The deploy {Id} of {Service} is stored, and not everybody who should know it does.")]
    private static partial void LogUntold(ILogger log, Exception exception, string id, string service);
}
