namespace AiSre.Grains.Ledger;

/// <summary>
/// The document of the platform's that says that a workspace is being deleted, or was. It stays for good. From its commit on the ledger takes nothing
/// of the workspace but <see cref="EraseRows"/>: whatever is still in some memory cannot come back to the disk, and no id has two lives.
/// </summary>
public static class ErasureMark
{
    /// <summary>The type of the grain that erases.</summary>
    public const string Kind = "workspace-erasure";

    /// <summary>Whose document it is: no workspace is called so.</summary>
    public const string Platform = "*";

    /// <summary>Longer than any process may believe that it is not there, and than a transaction that began before it may take.</summary>
    public static readonly TimeSpan KnownAfter = TimeSpan.FromSeconds(10);

    /// <summary>Which workspace an entry ends; null when it ends none.</summary>
    public static string? Of(LedgerEntry entry) =>
        entry is DocumentEntry { Key: { Workspace: Platform, Kind: Kind } key, Document: not null } ? key.Id : null;

    /// <summary>Whether it is one that workspaces which are gone have no place for any more.</summary>
    public static bool Concerns(LedgerEntry entry) => entry is not (EraseRows or LedgerProbeEntry);
}
