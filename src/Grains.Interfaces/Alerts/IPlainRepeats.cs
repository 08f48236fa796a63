using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>
/// Counts repeats that say nothing new of an alert which an intake of this very process remembers, without asking that intake: most of a storm. Only
/// processes that have a ledger have one.
/// </summary>
public interface IPlainRepeats
{
    /// <summary>Queues those of the signals that are such repeats. Null: none of them is, ask their intakes.</summary>
    CountedRepeats? TryCount(string workspace, ImmutableArray<AlertSignal> signals);
}

/// <summary>The repeats of one delivery, on their way to the disk.</summary>
/// <param name="results">One for each signal.</param>
public abstract class CountedRepeats(SignalResult?[] results)
{
    /// <summary>
    /// Null where an intake has to decide: from the start for whatever is no plain repeat, and at the end for alerts that have changed.
    /// </summary>
    public SignalResult?[] Results => results;

    /// <summary>Waits until they are durable. With a refusal the results of those that are not say <see cref="SignalActions.Refused"/>.</summary>
    /// <exception cref="TimeoutException">They may have been stored or not.</exception>
    public abstract ValueTask<IntakeRefusal> CommittedAsync();
}
