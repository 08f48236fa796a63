using System.Data.Common;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the <c>alarms</c> table, each a look into its index.</summary>
public sealed class AlarmReads(ILedgerReader reader) : IAlarmReads
{
    // Of the rows of a page only; NULL for what is no incident's. What nobody has asked for and tells nobody comes last.
    private const string Columns = $"""
        workspace, kind, id, name, due_at, number,
        CASE WHEN alarms.kind = '{DiagnosisTarget.Kind}' THEN {AlarmRow.Unasked} ELSE
            (SELECT i.severity FROM incidents i WHERE alarms.kind = '{IncidentTarget.Kind}' AND i.workspace = alarms.workspace AND i.id = alarms.id)
        END
        """;

    internal const string First = $"""
        SELECT {Columns} FROM alarms WHERE partition = @partition AND due_at <= @until
        ORDER BY partition, due_at, workspace, kind, id, name LIMIT @limit
        """;

    internal const string Next = $"""
        SELECT {Columns} FROM alarms
        WHERE partition = @partition AND due_at <= @until AND (due_at, workspace, kind, id, name) > (@at, @workspace, @kind, @id, @name)
        ORDER BY partition, due_at, workspace, kind, id, name LIMIT @limit
        """;

    // One look a partition: the least of all would read the whole index.
    private static readonly string Least =
        $"SELECT min(due_at) FROM ({string.Join(" UNION ALL ", Enumerable.Range(0, AlarmTarget.Partitions).Select(LeastOf))}) AS due";

    public async ValueTask<IReadOnlyList<AlarmRow>> DueAsync(int partition, long until, AlarmRow? after, int limit) => after is { } last
        ? await reader.QueryAsync(
            Next, Row, ("@partition", (long)partition), ("@until", until), ("@at", last.DueAt), ("@workspace", last.Target.Workspace),
                ("@kind", last.Target.Kind),
            ("@id", last.Target.Id), ("@name", last.Name), ("@limit", (long)limit))
        : await reader.QueryAsync(First, Row, ("@partition", (long)partition), ("@until", until), ("@limit", (long)limit));

    public ValueTask<long?> NextDueAsync() => reader.FirstAsync(Least, Instant);

    private static string LeastOf(int partition) =>
        FormattableString.Invariant($"SELECT min(due_at) AS due_at FROM alarms WHERE partition = {partition}");

    private static AlarmRow Row(DbDataReader row) =>
        new(new AlarmTarget(row.GetString(1), row.GetString(0), row.GetString(2)), row.GetString(3), row.GetInt64(4), row.GetInt64(5),
            row.IsDBNull(6) ? AlarmRow.Telling : row.GetInt32(6));

    private static long? Instant(DbDataReader row) => row.IsDBNull(0) ? null : row.GetInt64(0);
}
