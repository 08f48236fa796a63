namespace AiSre.Grains.Ledger;

/// <summary>
/// A grain's state, and what commits with it. A kind whose lists filter on more than its id has a table and an entry of its own, as incidents have;
/// all others lie in <c>documents</c> and need no SQL.
/// </summary>
public sealed class DocumentEntry(DocumentKey key) : LedgerEntry
{
    public DocumentKey Key => key;

    /// <summary>The version that was read; the write holds only if the row still has it. 0: there must be none yet.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// The state as JSON; null removes it. A grain whose state was removed must not be made again under the same id while somebody may hold the old
    /// version.
    /// </summary>
    public required string? Document { get; init; }

    public override string Workspace => key.Workspace;

    public override AlarmTarget Target => new(key.Kind, key.Workspace, key.Id);
}

/// <summary>What names a document.</summary>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Kind">The type of the grain that owns it, or the kind of an <see cref="Attachment"/>.</param>
/// <param name="Id">The grain's key behind the workspace; empty when the workspace is all of it.</param>
public readonly record struct DocumentKey(string Workspace, string Kind, string Id);

/// <summary>What the ledger has of a document.</summary>
/// <param name="Text">JSON.</param>
/// <param name="Version">Counts from 1.</param>
public sealed record StoredDocument(string Text, int Version);
