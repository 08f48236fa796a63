using System.Collections.Immutable;
using System.Data.Common;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the list of workspaces, and of what lies beside it.</summary>
public sealed class WorkspaceReads(ILedgerReader reader) : IWorkspaceReads
{
    private const string Rows = $"""
        SELECT w.id, w.name, w.created_at, d.document, e.id FROM workspaces w
        LEFT JOIN documents d ON d.workspace = w.id AND d.kind = '{WorkspaceDocuments.State}' AND d.id = ''
        LEFT JOIN documents e ON e.workspace = '{ErasureMark.Platform}' AND e.kind = '{ErasureMark.Kind}' AND e.id = w.id
        """;

    private const string Held = $"SELECT workspace, document FROM documents WHERE kind = '{WorkspaceDocuments.Held}'";

    private const string Gone = $"SELECT id FROM documents WHERE workspace = '{ErasureMark.Platform}' AND kind = '{ErasureMark.Kind}'";

    private static readonly string Counts = string.Join(
        " UNION ALL ", EraseRows.Tables.Select(table => $"SELECT count(*) AS rows_of FROM {table} WHERE workspace = @workspace"));

    // A parent goes with the last of its children: those that are still open, or went later, are shown below it.
    private const string Resolved = """
        SELECT i.id FROM incidents i WHERE i.workspace = @workspace AND i.resolved_at IS NOT NULL AND i.resolved_at < @before AND i.state = 2
          AND NOT EXISTS (
            SELECT 1 FROM incidents c WHERE c.workspace = i.workspace AND c.parent_id = i.id AND (c.state <> 2 OR c.resolved_at >= @before))
        ORDER BY i.resolved_at LIMIT @limit
        """;

    public async ValueTask<ImmutableArray<StoredWorkspace>> ListAsync(string? after, int limit) =>
        [.. await reader.QueryAsync(
            $"{Rows} WHERE w.id > @after ORDER BY w.id LIMIT @limit", Workspace, ("@after", after ?? ""), ("@limit", (long)limit))];

    public ValueTask<StoredWorkspace?> FindAsync(string id) => reader.FirstAsync($"{Rows} WHERE w.id = @id", Workspace, ("@id", id));

    public async ValueTask<ImmutableDictionary<string, HeldWorkspace>> HeldAsync()
    {
        var suspended = await reader.QueryAsync(
            Held, row => KeyValuePair.Create(row.GetString(0), DocumentText.Read<HeldWorkspace>(row.GetString(1))));
        var gone = await reader.QueryAsync(
            Gone, row => KeyValuePair.Create(row.GetString(0), new HeldWorkspace(WorkspaceStatus.Deleting)));
        // What is both is gone.
        return ImmutableDictionary.CreateRange(suspended).SetItems(gone);
    }

    public async ValueTask<long> RowsAsync(string id) =>
        (await reader.QueryAsync(Counts, row => row.GetInt64(0), ("@workspace", id))).Sum();

    public async ValueTask<(long All, long Open)> IncidentsAsync(string id)
    {
        var states = await reader.QueryAsync(
            "SELECT state, count(*) FROM incidents WHERE workspace = @workspace GROUP BY state",
            row => (State: row.GetInt32(0), Count: row.GetInt64(1)), ("@workspace", id));
        return (states.Sum(state => state.Count), states.Where(state => state.State != 2).Sum(state => state.Count));
    }

    public async ValueTask<ImmutableArray<string>> ResolvedBeforeAsync(string id, long before, int limit) =>
        [.. await reader.QueryAsync(
            Resolved, row => row.GetString(0), ("@workspace", id), ("@before", before), ("@limit", (long)limit))];

    private static StoredWorkspace Workspace(DbDataReader row) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), !row.IsDBNull(4));
}
