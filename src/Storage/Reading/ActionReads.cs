using System.Collections.Immutable;
using System.Data.Common;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the tables <c>actions</c> and <c>audit</c>.</summary>
public sealed class ActionReads(ILedgerReader reader) : IActionReads
{
    private const string Past = """
        SELECT at, action, workload, incident_id FROM actions WHERE workspace = @workspace AND executed = 1 AND at >= @since ORDER BY at
        """;

    private const string Executed = """
        SELECT a.payload, i.service FROM actions a LEFT JOIN incidents i ON i.workspace = a.workspace AND i.id = a.incident_id
        WHERE a.workspace = @workspace AND a.executed = 1 AND a.at >= @since ORDER BY a.at DESC LIMIT @limit
        """;

    private const string One = "SELECT payload FROM actions WHERE workspace = @workspace AND id = @id";

    private const string AuditBefore = """
        SELECT seq, actor, action, kind, id, at, detail FROM audit
        WHERE workspace = @workspace AND seq < @before AND (@action = '' OR action = @action) ORDER BY seq DESC LIMIT @limit
        """;

    private const string AuditAfter = """
        SELECT seq, actor, action, kind, id, at, detail FROM audit WHERE workspace = @workspace AND seq > @after ORDER BY seq LIMIT @limit
        """;

    public async ValueTask<ImmutableArray<PastAction>> PastAsync(string workspace, DateTimeOffset since) =>
    [
        .. await reader.QueryAsync(
            Past,
            row => new PastAction(
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), ActionNames.Of(row.GetString(1)) ?? default,
                row.IsDBNull(2) ? "" : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
            ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds())),
    ];

    public async ValueTask<ImmutableArray<ExecutedAction>> ExecutedAsync(string workspace, DateTimeOffset since, int limit) =>
    [
        .. await reader.QueryAsync(
            Executed, row => new ExecutedAction(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
            ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds()), ("@limit", (long)limit)),
    ];

    public ValueTask<string?> FindAsync(string workspace, string actionId) =>
        reader.FirstAsync(One, row => row.GetString(0), ("@workspace", workspace), ("@id", actionId));

    public async ValueTask<ImmutableArray<StoredAudit>> AuditAsync(string workspace, long? before, string? action, int limit) =>
    [
        .. await reader.QueryAsync(
            AuditBefore, Audit, ("@workspace", workspace), ("@before", before ?? long.MaxValue), ("@action", action ?? ""), ("@limit", (long)limit)),
    ];

    public async ValueTask<ImmutableArray<StoredAudit>> AuditAfterAsync(string workspace, long after, int limit) =>
        [.. await reader.QueryAsync(AuditAfter, Audit, ("@workspace", workspace), ("@after", after), ("@limit", (long)limit))];

    private static StoredAudit Audit(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetString(6));
}
