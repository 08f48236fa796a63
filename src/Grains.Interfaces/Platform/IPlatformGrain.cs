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

    /// <summary>What waits, over all workspaces. What cannot be asked at the moment is left out.</summary>
    [Alias("waiting"), Idempotent]
    Task<WaitingWork> WaitingAsync();
}

/// <summary>Work that is to be done. Null: nobody could say.</summary>
[GenerateSerializer, Immutable, Alias("aisre.waiting-work")]
public sealed record WaitingWork
{
    /// <summary>How long the oldest alarm has been due; zero when none is late.</summary>
    [Id(0)] public TimeSpan? AlarmsLateBy { get; init; }

    /// <summary>When the next alarm is due; null when there is none, too.</summary>
    [Id(1)] public DateTimeOffset? NextAlarmAt { get; init; }

    /// <summary>Messages that wait to be sent.</summary>
    [Id(2)] public long? Messages { get; init; }

    /// <summary>Since when the oldest of them waits; null when none does, too.</summary>
    [Id(3)] public DateTimeOffset? OldestMessageAt { get; init; }

    /// <summary>Messages that were given up.</summary>
    [Id(4)] public long? DeadMessages { get; init; }

    /// <summary>Deliveries that wait in the spool.</summary>
    [Id(5)] public long? Spooled { get; init; }
}
