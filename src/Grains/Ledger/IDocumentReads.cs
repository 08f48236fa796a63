namespace AiSre.Grains.Ledger;

/// <summary>What the ledger has of documents. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IDocumentReads
{
    /// <summary>Null when there is none.</summary>
    ValueTask<StoredDocument?> FindAsync(DocumentKey key);

    /// <summary>The texts of those documents of a kind that there are, by id.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> FindAsync(string workspace, string kind, IReadOnlyCollection<string> ids);

    /// <summary>The ids of a workspace's documents of a kind, in order.</summary>
    ValueTask<IReadOnlyList<string>> IdsAsync(string workspace, string kind);

    /// <summary>
    /// The texts of a workspace's documents of a kind, those with the greatest ids first: of ids that are ordered by time, the newest.
    /// </summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="kind">Which.</param>
    /// <param name="before">Only those with a smaller id; null: from the greatest.</param>
    /// <param name="limit">How many, at most.</param>
    ValueTask<IReadOnlyList<string>> NewestAsync(string workspace, string kind, string? before, int limit);

    /// <summary>Some workspaces that have definitions, by name.</summary>
    ValueTask<IReadOnlyList<string>> WithDefinitionsAsync(int limit);

    /// <summary>Workspaces whose definitions were changed once, by what the audit or their old texts say, and that have none.</summary>
    ValueTask<IReadOnlyList<string>> WithoutDefinitionsAsync();
}
