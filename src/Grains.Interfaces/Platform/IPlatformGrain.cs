namespace AiSre.Grains.Platform;

/// <summary>What a process without a ledger of its own asks a silo about the platform. A stateless worker. Key: 0.</summary>
[Alias("aisre.platform")]
public interface IPlatformGrain : IGrainWithIntegerKey
{
    /// <summary>A silo is there and answers.</summary>
    [Alias("ping")]
    Task PingAsync();

    /// <summary>Whether the ledger of the silo that answers takes commits; tries one when the last one failed. Answers within two seconds.</summary>
    [Alias("ledger-commits")]
    Task<bool> LedgerCommitsAsync();
}
