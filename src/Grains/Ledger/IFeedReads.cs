using System.Collections.Immutable;
using AiSre.Grains.Events;

namespace AiSre.Grains.Ledger;

/// <summary>
/// What has committed, in one order for all readers, from any place of the last 24 hours on: without gaps and without repeats. What committed before
/// something else began comes before it; of what was written at the same time by two silos the database decides.
/// </summary>
public interface IFeedReads
{
    /// <summary>Behind everything that has committed for certain.</summary>
    ValueTask<FeedPosition> EndAsync();

    /// <param name="workspace">Null for all.</param>
    /// <param name="from">Where to go on.</param>
    /// <param name="limit">At least 1.</param>
    ValueTask<FeedRead> ReadAsync(string? workspace, FeedPosition from, int limit);

    /// <summary>
    /// The incidents of a workspace that have changed behind a place, what has not committed for certain included. Null when so much has happened
    /// since, or so long ago, that it is not read.
    /// </summary>
    ValueTask<IReadOnlyCollection<string>?> IncidentsAsync(string workspace, FeedPosition from);
}

/// <param name="Events">Oldest first.</param>
/// <param name="Next">Where to go on: behind the last of them, or behind what is not this workspace's.</param>
/// <param name="Reset">What follows the place is not known any more, or never was: begin anew at <paramref name="Next"/>.</param>
public sealed record FeedRead(ImmutableArray<FeedEvent> Events, FeedPosition Next, bool Reset = false);
