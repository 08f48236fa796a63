using System.Collections.Immutable;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Ledger;

/// <summary>Where dead letters go when the ledger is what failed: a place that shares as little as possible with it.</summary>
public interface ISpool
{
    /// <summary>True once the letter is durable; false when the spool cannot take it either.</summary>
    bool TryKeep(DeadLetter letter);

    /// <summary>Everything that is spooled, oldest first.</summary>
    ImmutableArray<DeadLetter> Read();

    /// <summary>Takes everything out after <paramref name="store"/> has stored it; on failure all of it stays.</summary>
    Task DrainAsync(Func<DeadLetter, Task> store);
}
