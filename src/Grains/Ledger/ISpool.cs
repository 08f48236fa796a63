using AiSre.Grains.Alerts;

namespace AiSre.Grains.Ledger;

/// <summary>
/// Where deliveries wait while the ledger is away: a place that shares as little as possible with it. First in, first out, a line for each workspace.
/// A workspace of which nothing waits need not wait for the others, and one of which little waits does not wait for those of which much does.
/// </summary>
public interface ISpool
{
    /// <summary>Something of this workspace waits, as far as this process knows: what comes of it now must queue behind.</summary>
    bool HasWaiting(string workspace);

    /// <summary>Why nothing could be kept at this moment, for a person; null when nothing is known that speaks against it.</summary>
    string? Trouble => null;

    /// <summary>Another process has put something of this workspace in: until the spool is asked for it, it counts as waiting.</summary>
    void Expect(string workspace);

    /// <summary>True once the delivery is durable; false when the spool cannot take it.</summary>
    ValueTask<bool> TryKeepAsync(SpooledDelivery delivery);

    /// <summary>Asks the spool itself whether something waits, and how much.</summary>
    ValueTask<long> CountAsync();

    /// <summary>What waits, each with the spool's handle of it.</summary>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="newestFirst">For people; the drain takes of each workspace in turn the oldest.</param>
    ValueTask<IReadOnlyList<(string Handle, SpooledDelivery Delivery)>> PeekAsync(int limit, bool newestFirst = false);

    /// <summary>They are taken up.</summary>
    ValueTask RemoveAsync(IReadOnlyCollection<(string Handle, SpooledDelivery Delivery)> taken);
}
