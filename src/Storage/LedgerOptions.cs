namespace AiSre.Storage;

/// <summary>Settings of the ledger.</summary>
public sealed class LedgerOptions
{
    /// <summary>Folder of the SQLite files, created when missing.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Npgsql's connection string of the database; null keeps the ledger in SQLite files.</summary>
    public string? Postgres { get; set; }

    /// <summary>StackExchange.Redis's configuration of the Redis that holds the spool; null keeps the spool in a file.</summary>
    public string? Redis { get; set; }

    /// <summary>Name of the spool's stream in that Redis: one for each cluster.</summary>
    public string SpoolKey { get; set; } = "ai-sre:spool";

    /// <summary>Entries that may wait for the writer before callers are refused with 429; no workspace may have more than half of them.</summary>
    public int QueueLimit { get; set; } = 50_000;

    /// <summary>Entries that one transaction takes at most.</summary>
    public int BatchLimit { get; set; } = 5_000;

    /// <summary>
    /// How long a commit may be under way before whoever comes next is refused and not left to wait behind it. A slow disk takes tenths of a second;
    /// callers from other processes wait 2 s at most.
    /// </summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(1.5);
}
