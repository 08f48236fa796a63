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

    private const string Behind =
        "partition = @partition AND due_at <= @until AND (due_at, workspace, kind, id, name) > (@at, @workspace, @kind, @id, @name)";

    internal const string Next =
        $"SELECT {Columns} FROM alarms WHERE {Behind} ORDER BY partition, due_at, workspace, kind, id, name LIMIT @limit";

    // Reads over the rows of the workspaces that are left out, in the index alone.
    internal static readonly string Others =
        $"SELECT {Columns} FROM alarms WHERE {Behind} AND workspace NOT IN ({string.Join(", ", Excepted)}) "
        + "ORDER BY partition, due_at, workspace, kind, id, name LIMIT @limit";

    // One look a partition: the least of all would read the whole index.
    private static readonly string Least =
        $"SELECT min(due_at) FROM ({string.Join(" UNION ALL ", Enumerable.Range(0, AlarmTarget.Partitions).Select(LeastOf))}) AS due";

    private static IEnumerable<string> Excepted => Enumerable.Range(0, IAlarmReads.MostExcepted).Select(i => $"@not{i}");

    public async ValueTask<IReadOnlyList<AlarmRow>> DueAsync(int partition, long until, AlarmRow? after, int limit) => after is { } last
        ? await reader.QueryAsync(Next, Row, [.. BehindParameters(partition, until, last), ("@limit", (long)limit)])
        : await reader.QueryAsync(First, Row, ("@partition", (long)partition), ("@until", until), ("@limit", (long)limit));

    public async ValueTask<IReadOnlyList<AlarmRow>> DueOfOthersAsync(
        int partition, long until, AlarmRow after, IReadOnlyList<string> except, int limit)
    {
        // Fewer are filled up, so that there is one statement.
        var names = Excepted.Select((name, i) => (name, (object?)except[Math.Min(i, except.Count - 1)]));
        return await reader.QueryAsync(Others, Row, [.. BehindParameters(partition, until, after), .. names, ("@limit", (long)limit)]);
    }

    public ValueTask<long?> NextDueAsync() => reader.FirstAsync(Least, Instant);

    private static (string, object?)[] BehindParameters(int partition, long until, AlarmRow last) =>
    [
        ("@partition", (long)partition), ("@until", until), ("@at", last.DueAt), ("@workspace", last.Target.Workspace), ("@kind", last.Target.Kind),
        ("@id", last.Target.Id), ("@name", last.Name),
    ];

    private static string LeastOf(int partition) =>
        FormattableString.Invariant($"SELECT min(due_at) AS due_at FROM alarms WHERE partition = {partition}");

    private static AlarmRow Row(DbDataReader row) =>
        new(new AlarmTarget(row.GetString(1), row.GetString(0), row.GetString(2)), row.GetString(3), row.GetInt64(4), row.GetInt64(5),
            row.IsDBNull(6) ? AlarmRow.Telling : row.GetInt32(6));

    private static long? Instant(DbDataReader row) => row.IsDBNull(0) ? null : row.GetInt64(0);
}
