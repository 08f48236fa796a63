using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using Orleans.Concurrency;

namespace AiSre.Grains.Alerts;

/// <summary>
/// Everything that deduplication must compare for one service of one workspace. Key: <see cref="GrainKeys.Intake"/>.
/// An answer means that what it says is on disk.
/// </summary>
[Alias("aisre.service-intake")]
public interface IServiceIntakeGrain : IGrainWithStringKey
{
    /// <summary>Takes the signals in order and answers each, in the same order. Refuses all of them when the ledger is full or away.</summary>
    [Alias("ingest")]
    Task<IntakeAnswer> IngestAsync(ImmutableArray<AlertSignal> signals);

    /// <summary>Takes up what was accepted while the ledger was away, in order; what an earlier attempt has stored changes nothing.</summary>
    [Alias("replay")]
    Task<IntakeAnswer> ReplayAsync(ImmutableArray<AlertSignal> signals);

    /// <summary>
    /// Signals of this intake are in the spool, which its silo need not have noticed yet: what comes from now on queues behind them. Called before
    /// their sender hears that they are accepted, so that nothing it sends afterwards overtakes them.
    /// </summary>
    [Alias("queued"), Idempotent]
    Task QueuedAsync();

    /// <summary>Ends when an incident that this intake opens is stored, or will not be; at once for all others.</summary>
    [Alias("stored"), Idempotent]
    Task StoredAsync(string incidentId);

    /// <summary>An incident of this intake got its first child, so answers about it name a group from now on.</summary>
    [Alias("grouped"), OneWay]
    Task GroupedAsync(string incidentId);
}
