using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>documents</c> table.</summary>
internal static class DocumentCommands
{
    private const string LockSql = """
        SELECT d.workspace, d.kind, d.id, d.version FROM unnest($1, $2, $3) AS k (workspace, kind, id)
        JOIN documents d ON d.workspace = k.workspace AND d.kind = k.kind AND d.id = k.id ORDER BY d.workspace, d.kind, d.id FOR NO KEY UPDATE OF d
        """;

    private const string InsertSql = """
        INSERT INTO documents (workspace, kind, id, version, changed_at, document)
        SELECT n.workspace, n.kind, n.id, 1, n.at, n.document FROM unnest($1, $2, $3, $4, $5) AS n (workspace, kind, id, at, document)
        """;

    private const string CreateSql = InsertSql + " ON CONFLICT DO NOTHING RETURNING workspace, kind, id, version";

    private const string PutSql = InsertSql + """
         ON CONFLICT (workspace, kind, id) DO UPDATE SET version = documents.version + 1, changed_at = excluded.changed_at, document = excluded.document
        """;

    private const string UpdateSql = """
        UPDATE documents d SET version = d.version + 1, changed_at = n.at, document = n.document
        FROM unnest($1, $2, $3, $4, $5) AS n (workspace, kind, id, at, document) WHERE d.workspace = n.workspace AND d.kind = n.kind AND d.id = n.id
        """;

    private const string DeleteSql = """
        DELETE FROM documents d USING unnest($1, $2, $3) AS n (workspace, kind, id) WHERE d.workspace = n.workspace AND d.kind = n.kind AND d.id = n.id
        """;

    public static RowsCommand<DocumentKey> Lock(IReadOnlyList<DocumentKey> keys) => Keys(LockSql, keys, key => key);

    public static (DocumentKey Key, int Version) Read(NpgsqlDataReader row) =>
        (new(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetInt32(3));

    /// <summary>The first states of grains. Answers those that were not there yet.</summary>
    public static void Create(Pipeline pipeline, BatchPlan plan, long now, HashSet<DocumentKey> created) => pipeline.Add(
        Ordered(plan.Documents.Where(entry => entry is { Version: 0, Document: not null }).DistinctBy(entry => entry.Key), entry => entry.Key),
        rows => Documents(CreateSql, rows, entry => entry.Key, entry => entry.Document!, now), row => created.Add(Read(row).Key));

    /// <summary>New states of grains whose rows are locked.</summary>
    public static void Change(Pipeline pipeline, BatchPlan plan, long now)
    {
        var changed = plan.Documents.Where(entry => entry.Version > 0).ToList();
        pipeline.Add(Ordered(changed.Where(entry => entry.Document is not null), entry => entry.Key),
            rows => Documents(UpdateSql, rows, entry => entry.Key, entry => entry.Document!, now));
        pipeline.Add([.. changed.Where(entry => entry.Document is null).Select(entry => entry.Key)], rows => Keys(DeleteSql, rows, key => key));
    }

    /// <summary>What grains keep beside their states.</summary>
    public static void Attach(Pipeline pipeline, IReadOnlyDictionary<DocumentKey, Attachment> attachments, long now)
    {
        pipeline.Add(Ordered(attachments.Where(item => item.Value.Document is not null), item => item.Key),
            rows => Documents(PutSql, rows, item => item.Key, item => item.Value.Document!, now));
        pipeline.Add(Ordered(attachments.Where(item => item.Value.Document is null).Select(item => item.Key), key => key),
            rows => Keys(DeleteSql, rows, key => key));
    }

    private static List<T> Ordered<T>(IEnumerable<T> rows, Func<T, DocumentKey> key) =>
    [
        .. rows.OrderBy(row => key(row).Workspace, StringComparer.Ordinal).ThenBy(row => key(row).Kind, StringComparer.Ordinal)
            .ThenBy(row => key(row).Id, StringComparer.Ordinal),
    ];

    private static RowsCommand<T> Documents<T>(string sql, IReadOnlyList<T> rows, Func<T, DocumentKey> key, Func<T, string> document, long now) =>
        Keys(sql, rows, key).Long(_ => now).Text(document);

    private static RowsCommand<T> Keys<T>(string sql, IReadOnlyList<T> rows, Func<T, DocumentKey> key) => new RowsCommand<T>(sql, rows)
        .Text(row => key(row).Workspace).Text(row => key(row).Kind).Text(row => key(row).Id);
}
