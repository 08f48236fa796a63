using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the <c>documents</c> table.</summary>
public sealed class DocumentReads(ILedgerReader reader) : IDocumentReads
{
    private const string One = "SELECT document, version FROM documents WHERE workspace = @workspace AND kind = @kind AND id = @id";
    private static readonly string Many =
        $"SELECT id, document FROM documents WHERE workspace = @workspace AND kind = @kind AND id IN {ManyIds.Places}";

    private const string Ids = "SELECT id FROM documents WHERE workspace = @workspace AND kind = @kind ORDER BY id";

    private const string Newest = "SELECT document FROM documents WHERE workspace = @workspace AND kind = @kind ORDER BY id DESC LIMIT @limit";

    private const string NewestBefore =
        "SELECT document FROM documents WHERE workspace = @workspace AND kind = @kind AND id < @before ORDER BY id DESC LIMIT @limit";

    private const string Defined = "SELECT workspace FROM documents WHERE kind = 'definitions' ORDER BY workspace LIMIT @limit";

    private const string Lost = """
        SELECT workspace FROM audit WHERE kind = 'definitions' UNION SELECT workspace FROM documents WHERE kind = 'definitions-texts'
        EXCEPT SELECT workspace FROM documents WHERE kind = 'definitions' ORDER BY workspace
        """;

    public ValueTask<StoredDocument?> FindAsync(DocumentKey key) => reader.FirstAsync(
        One, row => new StoredDocument(row.GetString(0), row.GetInt32(1)), ("@workspace", key.Workspace), ("@kind", key.Kind), ("@id", key.Id));

    public async ValueTask<IReadOnlyDictionary<string, string>> FindAsync(string workspace, string kind, IReadOnlyCollection<string> ids) =>
        (await reader.QueryAsync(
            Many, row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), ids, ("@workspace", workspace), ("@kind", kind))).ToDictionary();

    public async ValueTask<IReadOnlyList<string>> IdsAsync(string workspace, string kind) =>
        await reader.QueryAsync(Ids, row => row.GetString(0), ("@workspace", workspace), ("@kind", kind));

    public async ValueTask<IReadOnlyList<string>> NewestAsync(string workspace, string kind, string? before, int limit) => before is null
        ? await reader.QueryAsync(Newest, row => row.GetString(0), ("@workspace", workspace), ("@kind", kind), ("@limit", (long)limit))
        : await reader.QueryAsync(
            NewestBefore, row => row.GetString(0), ("@workspace", workspace), ("@kind", kind), ("@before", before), ("@limit", (long)limit));

    public async ValueTask<IReadOnlyList<string>> WithDefinitionsAsync(int limit) =>
        await reader.QueryAsync(Defined, static row => row.GetString(0), ("@limit", (long)limit));

    public async ValueTask<IReadOnlyList<string>> WithoutDefinitionsAsync() => await reader.QueryAsync(Lost, static row => row.GetString(0));
}
