using System.Text;
using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>outbox</c> table, and the alarms of those who must send what is in it.</summary>
internal static class OutboxCommands
{
    /// <summary>Any range of numbers that nobody else uses: "AI-SRE" in ASCII, and a byte.</summary>
    private const long FirstLock = 0x41492D535245 << 8;

    private const int Locks = 256;

    private const string LockSql = "SELECT pg_advisory_xact_lock(number) FROM unnest($1) AS number";

    /// <summary>Sets the alarms of the destinations that a statement named <c>changed</c> answers, in one order.</summary>
    private const string SetAlarms = $"""
        INSERT INTO alarms (workspace, kind, id, name, partition, due_at, set_at, number)
        SELECT d.workspace, '{OutboxAlarm.Kind}', d.id, '{OutboxAlarm.Name}', d.partition, d.now, d.now, (random() * 9007199254740992)::bigint
        FROM (SELECT DISTINCT workspace, channel || '/' || address AS id, partition, now FROM changed) d ORDER BY d.workspace, d.id
        ON CONFLICT (workspace, kind, id, name)
        DO UPDATE SET partition = excluded.partition, due_at = excluded.due_at, set_at = excluded.set_at, number = excluded.number
        """;

    private const string InsertSql = $"""
        WITH changed AS (
          INSERT INTO outbox (workspace, key, channel, address, partition, incident_id, kind, severity, is_page, status, attempts, created_at, document)
          SELECT n.workspace, n.key, n.channel, n.address, n.partition, n.incident_id, n.kind, n.severity, n.is_page, 0, 0, n.now, n.document
          FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            AS n (workspace, key, channel, address, partition, incident_id, kind, severity, is_page, now, document)
          ON CONFLICT (workspace, key) DO NOTHING RETURNING workspace, channel, address, partition, created_at AS now)
        {SetAlarms}
        """;

    private const string PastSql = """
        INSERT INTO outbox (workspace, key, channel, address, partition, incident_id, kind, severity, is_page, status, attempts, created_at, done_at, error, document)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (workspace, key) DO NOTHING
        """;

    private const string ResultSql = """
        UPDATE outbox o SET status = n.status, attempts = n.attempts, next_at = n.next_at, done_at = n.done_at, error = n.error, reference = coalesce(n.reference, o.reference)
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (seq, status, attempts, next_at, done_at, error, reference) WHERE o.seq = n.seq AND o.status = 0
        """;

    private const string ReplaySql = $"""
        WITH changed AS (
          UPDATE outbox SET status = 0, attempts = 0, next_at = NULL, done_at = NULL WHERE status = 2 AND workspace = $1 AND ($2 = 0 OR seq = $2)
          RETURNING workspace, channel, address, partition, $3 AS now),
        alarmed AS ({SetAlarms})
        SELECT count(*) FROM changed
        """;

    // An array, because a subquery with LIMIT could be run again for every row.
    private static readonly string ForgetSql =
        $"DELETE FROM outbox WHERE seq = ANY(ARRAY(SELECT seq FROM outbox WHERE status IN (1, 3) AND done_at < $1 LIMIT {OutboxLimits.Forgotten} FOR "
            + $"UPDATE SKIP LOCKED))";

    private static readonly string ForgetDeadSql =
        $"DELETE FROM outbox WHERE seq = ANY(ARRAY(SELECT seq FROM outbox WHERE status = 2 AND done_at < $1 LIMIT {OutboxLimits.Forgotten} FOR "
            + $"UPDATE SKIP LOCKED))";

    private static readonly string ForgetMoreSql = $"""
        DELETE FROM outbox WHERE seq = ANY(ARRAY(
          SELECT o.seq FROM outbox o JOIN (SELECT seq, row_number() OVER (PARTITION BY workspace ORDER BY seq DESC) AS place FROM outbox WHERE status = 2) p ON p.seq = o.seq
          WHERE p.place > {OutboxLimits.Dead} LIMIT {OutboxLimits.Forgotten} FOR UPDATE OF o SKIP LOCKED))
        """;

    /// <summary>
    /// The right to change the alarms of these destinations, until the commit. Alarms that are not there yet cannot be locked themselves, and without
    /// a common order two silos that each fire one and set the other would wait for each other.
    /// </summary>
    public static void Lock(Pipeline pipeline, IEnumerable<AlarmTarget> destinations)
    {
        var numbers = destinations.Select(target => FirstLock + target.Hash % Locks).Distinct().Order().ToList();
        pipeline.Add(numbers, rows => new RowsCommand<long>(LockSql, rows).Long(number => number), _ => { });
    }

    /// <summary>After the alarms that fired are gone, so that one that is needed again is there.</summary>
    public static void Add(Pipeline pipeline, BatchPlan plan, IReadOnlyList<NewMessage> messages, long now, Action<OutboxReplay, int> replayed)
    {
        pipeline.Add(LastOf(plan.Results), results => new RowsCommand<OutboxResult>(ResultSql, results)
            .Long(r => r.Seq).Int(r => (int)r.Status).Int(r => r.Attempts).Long(r => r.Status is OutboxStatus.Pending ? r.NextAt : null)
            .Long(r => r.Status is OutboxStatus.Pending ? null : r.At).Text(r => r.Error).Text(r => r.Reference));
        pipeline.Add(messages, rows => new RowsCommand<NewMessage>(InsertSql, rows)
            .Text(n => n.Message.Workspace).Text(n => n.Message.Key).Text(n => n.Message.Channel).Text(n => n.Message.Address)
            .Int(n => n.Destination.Partition)
            .Text(n => n.Message.Content.IncidentId).Int(n => (int)n.Message.Content.Kind).Int(n => (int)n.Message.Content.Severity)
            .Int(n => n.Message.IsPage ? 1 : 0)
            .Long(_ => now).Text(n => Encoding.UTF8.GetString(n.Document)));
        pipeline.Add([.. plan.Histories.SelectMany(history => history.Messages)], rows => new RowsCommand<PastMessage>(PastSql, rows)
            .Text(p => p.Message.Workspace).Text(p => p.Message.Key).Text(p => p.Message.Channel).Text(p => p.Message.Address)
            .Int(p => OutboxAlarm.TargetOf(p.Message).Partition).Text(p => p.Message.Content.IncidentId).Int(p => (int)p.Message.Content.Kind)
            .Int(p => (int)p.Message.Content.Severity).Int(p => p.Message.IsPage ? 1 : 0).Int(p => (int)p.Status).Int(p => p.Attempts)
            .Long(p => p.WrittenAt).Long(p => p.DoneAt).Text(p => p.Error)
            .Text(p => Encoding.UTF8.GetString(NotificationDocument.Write(p.Message.Content))));
        foreach (var replay in plan.Replays)
            pipeline.Add(With(ReplaySql, new NpgsqlParameter<string> { TypedValue = replay.Workspace }, Number(replay.Seq ?? 0), Number(now)),
                row => replayed(replay, (int)row.GetInt64(0)));
        if (plan.Results.Max(entry => entry.ForgetBefore) is { } before) pipeline.Add(With(ForgetSql, Number(before)));
        if (plan.Results.Max(entry => entry.ForgetDeadBefore) is not { } dead) return;
        pipeline.Add(With(ForgetDeadSql, Number(dead)));
        pipeline.Add(new NpgsqlBatchCommand(ForgetMoreSql));
    }

    /// <summary>
    /// One statement changes a row once: of several results of one message the first that ends it counts, else the last. In one order, for the locks.
    /// </summary>
    private static List<OutboxResult> LastOf(IEnumerable<OutboxResultEntry> entries) =>
    [
        .. entries.SelectMany(entry => entry.Results).GroupBy(result => result.Seq).OrderBy(same => same.Key)
            .Select(same => same.FirstOrDefault(result => result.Status is not OutboxStatus.Pending) ?? same.Last()),
    ];

    private static NpgsqlBatchCommand With(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };
}
