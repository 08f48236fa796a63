namespace AiSre.Grains.Ledger;

/// <summary>What the ledger has of documents. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IDocumentReads
{
    /// <summary>Null when there is none.</summary>
    ValueTask<StoredDocument?> FindAsync(DocumentKey key);

    /// <summary>The ids of a workspace's documents of a kind, in order.</summary>
    ValueTask<IReadOnlyList<string>> IdsAsync(string workspace, string kind);

    /// <summary>Workspaces whose definitions were changed once, by what the audit or their old texts say, and that have none.</summary>
    ValueTask<IReadOnlyList<string>> WithoutDefinitionsAsync();
}
