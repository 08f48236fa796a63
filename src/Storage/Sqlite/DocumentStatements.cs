using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the <c>documents</c> table.</summary>
internal sealed class DocumentStatements(Func<string, SqliteStatement> prepare, TimeProvider clock)
{
    private readonly SqliteStatement insert = prepare("""
        INSERT INTO documents (workspace, kind, id, version, changed_at, document) VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement update = prepare("""
        UPDATE documents SET version = version + 1, changed_at = ?, document = ? WHERE workspace = ? AND kind = ? AND id = ? AND version = ?
        """);

    private readonly SqliteStatement delete = prepare("DELETE FROM documents WHERE workspace = ? AND kind = ? AND id = ? AND version = ?");

    private readonly SqliteStatement put = prepare("""
        INSERT INTO documents (workspace, kind, id, version, changed_at, document) VALUES (?, ?, ?, 1, ?, ?)
        ON CONFLICT (workspace, kind, id) DO UPDATE SET version = version + 1, changed_at = excluded.changed_at, document = excluded.document
        """);

    private readonly SqliteStatement remove = prepare("DELETE FROM documents WHERE workspace = ? AND kind = ? AND id = ?");

    public LedgerOutcome Write(DocumentEntry entry)
    {
        var (workspace, kind, id) = entry.Key;
        var written = entry switch
        {
            { Document: null } => delete.Bind(workspace).Bind(kind).Bind(id).Bind(entry.Version).Run(),
            { Version: 0 } => insert.Bind(workspace).Bind(kind).Bind(id).Bind(Now).Bind(entry.Document).Run(),
            _ => update.Bind(Now).Bind(entry.Document).Bind(workspace).Bind(kind).Bind(id).Bind(entry.Version).Run(),
        };
        return written > 0 ? LedgerOutcome.Applied : LedgerOutcome.Conflict;
    }

    public void Put(string workspace, Attachment attachment)
    {
        if (attachment.Document is { } document) put.Bind(workspace).Bind(attachment.Kind).Bind(attachment.Id).Bind(Now).Bind(document).Run();
        else remove.Bind(workspace).Bind(attachment.Kind).Bind(attachment.Id).Run();
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
