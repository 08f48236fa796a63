namespace AiSre.Grains.Ledger;

/// <summary>The documents of all workspaces' keys. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IKeyReads
{
    /// <summary>Which there are, and which version of each: looked at every second, along an index that has nothing else in it.</summary>
    ValueTask<IReadOnlyList<KeysVersion>> VersionsAsync();

    /// <summary>All of them, for who begins.</summary>
    ValueTask<IReadOnlyList<KeysDocument>> AllAsync();
}

/// <param name="Workspace">Whose keys.</param>
/// <param name="Version">Of the document.</param>
/// <param name="ChangedAt">When it was written, Unix milliseconds: tells one that was deleted and made again from the one before.</param>
public readonly record struct KeysVersion(string Workspace, int Version, long ChangedAt);

/// <param name="Version">Which it is.</param>
/// <param name="Text">JSON.</param>
public sealed record KeysDocument(KeysVersion Version, string Text);
