namespace AiSre.Grains.Alerts;

/// <summary>The one that empties the spool. Key: 0.</summary>
[Alias("aisre.spool")]
public interface ISpoolGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Takes up what waits, oldest first, until nothing waits, the ledger refuses, or a second has passed. Called at least every half second by every
    /// silo while something waits.
    /// </summary>
    /// <returns>How many deliveries were taken up.</returns>
    [Alias("drain")]
    Task<int> DrainAsync();
}
