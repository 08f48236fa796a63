using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>alarms</c> table.</summary>
internal static class AlarmCommands
{
    private const string LockSql = """
        SELECT a.workspace, a.kind, a.id, a.name, a.due_at, a.number FROM unnest($1, $2, $3, $4) AS k (workspace, kind, id, name)
        JOIN alarms a ON a.workspace = k.workspace AND a.kind = k.kind AND a.id = k.id AND a.name = k.name
        ORDER BY a.workspace, a.kind, a.id, a.name FOR UPDATE OF a
        """;

    private const string SetSql = """
        INSERT INTO alarms (workspace, kind, id, name, partition, due_at, set_at, number)
        SELECT n.workspace, n.kind, n.id, n.name, n.partition, n.due_at, (extract(epoch FROM now()) * 1000)::bigint, n.number
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (workspace, kind, id, name, partition, due_at, number)
        ON CONFLICT (workspace, kind, id, name)
        DO UPDATE SET partition = excluded.partition, due_at = excluded.due_at, set_at = excluded.set_at, number = excluded.number
        """;

    private const string ClearSql = """
        DELETE FROM alarms a USING unnest($1, $2, $3, $4) AS n (workspace, kind, id, name)
        WHERE a.workspace = n.workspace AND a.kind = n.kind AND a.id = n.id AND a.name = n.name
        """;

    public static RowsCommand<AlarmKey> Lock(IReadOnlyList<AlarmKey> keys) => Keys(new RowsCommand<AlarmKey>(LockSql, keys), key => key);

    /// <summary>Of several changes of one alarm the last decides what is left of it.</summary>
    public static void Add(Pipeline pipeline, IEnumerable<(AlarmTarget Own, AlarmChange Change)> alarms)
    {
        var last = new Dictionary<AlarmKey, AlarmChange>();
        foreach (var (own, change) in alarms)
        {
            var key = AlarmKey.Of(own, change);
            // What has fired is the one that stood before the batch: another that the batch sets stays.
            if (change is not AlarmFired || last.GetValueOrDefault(key) is not AlarmSet) last[key] = change;
        }
        var ordered = last
            .OrderBy(item => item.Key.Target.Workspace, StringComparer.Ordinal).ThenBy(item => item.Key.Target.Kind, StringComparer.Ordinal)
            .ThenBy(item => item.Key.Target.Id, StringComparer.Ordinal).ThenBy(item => item.Key.Name, StringComparer.Ordinal).ToList();
        pipeline.Add([.. ordered.Where(item => item.Value is not AlarmSet).Select(item => item.Key)],
            keys => Keys(new RowsCommand<AlarmKey>(ClearSql, keys), key => key));
        pipeline.Add([.. ordered.Where(item => item.Value is AlarmSet).Select(item => (item.Key, ((AlarmSet)item.Value).DueAt))],
            sets => Keys(new RowsCommand<(AlarmKey Key, long DueAt)>(SetSql, sets), item => item.Key)
                .Int(item => item.Key.Target.Partition).Long(item => item.DueAt).Long(_ => Random.Shared.NextInt64()));
    }

    private static RowsCommand<T> Keys<T>(RowsCommand<T> command, Func<T, AlarmKey> key) => command
        .Text(item => key(item).Target.Workspace).Text(item => key(item).Target.Kind).Text(item => key(item).Target.Id).Text(item => key(item).Name);
}

/// <summary>What names one alarm.</summary>
internal readonly record struct AlarmKey(AlarmTarget Target, string Name)
{
    /// <param name="own">The grain whose state changes.</param>
    /// <param name="change">What happens to one of its alarms, or to another grain's.</param>
    public static AlarmKey Of(AlarmTarget own, AlarmChange change) => new(change.Of ?? own, change.Name);

    public static (AlarmKey Key, long DueAt, long Number) Read(NpgsqlDataReader row) =>
        (new(new AlarmTarget(row.GetString(1), row.GetString(0), row.GetString(2)), row.GetString(3)), row.GetInt64(4), row.GetInt64(5));
}
