using System.Collections.Immutable;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the <c>outbox</c> table, and the alarms of those who must send what is in it.</summary>
internal sealed class OutboxStatements(Func<string, SqliteStatement> prepare, TimeProvider clock)
{
    private const string MoveOn = """
        ON CONFLICT (workspace, kind, id, name)
        DO UPDATE SET partition = excluded.partition, due_at = excluded.due_at, set_at = excluded.set_at, number = excluded.number
        """;

    private readonly SqliteStatement insert = prepare("""
        INSERT INTO outbox (workspace, key, channel, address, partition, incident_id, kind, severity, is_page, status, attempts, created_at, document)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)
        ON CONFLICT (workspace, key) DO NOTHING
        """);

    private readonly SqliteStatement insertPast = prepare("""
        INSERT INTO outbox (workspace, key, channel, address, partition, incident_id, kind, severity, is_page, status, attempts, created_at, done_at, error, document)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (workspace, key) DO NOTHING
        """);

    private readonly SqliteStatement setAlarm = prepare($"""
        INSERT INTO alarms (workspace, kind, id, name, partition, due_at, set_at, number)
        VALUES (?, ?, ?, '{OutboxAlarm.Name}', ?, ?, ?, random()) {MoveOn}
        """);

    private readonly SqliteStatement apply = prepare("""
        UPDATE outbox SET status = ?, attempts = ?, next_at = ?, done_at = ?, error = ?, reference = coalesce(?, reference) WHERE seq = ? AND status = 0
        """);

    private readonly SqliteStatement replayAlarms = prepare($"""
        INSERT INTO alarms (workspace, kind, id, name, partition, due_at, set_at, number)
        SELECT workspace, '{OutboxAlarm.Kind}', address, '{OutboxAlarm.Name}', partition, ?1, ?1, random()
        FROM (SELECT DISTINCT workspace, channel || '/' || address AS address, partition FROM outbox
          WHERE status = 2 AND workspace = ?2 AND (?3 IS NULL OR seq = ?3)) WHERE true {MoveOn}
        """);

    private readonly SqliteStatement replay = prepare("""
        UPDATE outbox SET status = 0, attempts = 0, next_at = NULL, done_at = NULL WHERE status = 2 AND workspace = ?1 AND (?2 IS NULL OR seq = ?2)
        """);

    private readonly SqliteStatement forget =
        prepare($"DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE status IN (1, 3) AND done_at < ? LIMIT {OutboxLimits.Forgotten})");
    private readonly SqliteStatement forgetDead =
        prepare($"DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE status = 2 AND done_at < ? LIMIT {OutboxLimits.Forgotten})");

    private readonly SqliteStatement forgetMore = prepare($"""
        DELETE FROM outbox WHERE seq IN (
          SELECT seq FROM (SELECT seq, row_number() OVER (PARTITION BY workspace ORDER BY seq DESC) AS place FROM outbox WHERE status = 2)
          WHERE place > {OutboxLimits.Dead} LIMIT {OutboxLimits.Forgotten})
        """);

    private readonly HashSet<AlarmTarget> destinations = [];

    public void Insert(LedgerEntry entry, ImmutableArray<OutboxMessage> messages)
    {
        if (messages.IsEmpty) return;
        foreach (var message in NewMessage.Of(entry, messages))
        {
            var (outbox, content) = (message.Message, message.Message.Content);
            insert.Bind(outbox.Workspace).Bind(outbox.Key).Bind(outbox.Channel).Bind(outbox.Address).Bind(message.Destination.Partition)
                .Bind(content.IncidentId).Bind((int)content.Kind).Bind((int)content.Severity).Bind(outbox.IsPage ? 1 : 0).Bind(Now)
                .BindUtf8(message.Document);
            if (insert.Run() > 0) destinations.Add(message.Destination);
        }
    }

    /// <summary>
    /// Once for each destination and batch, at its end: an entry of the batch that fires the alarm knew nothing of what the batch brings.
    /// </summary>
    public void SetAlarms()
    {
        foreach (var target in destinations)
            setAlarm.Bind(target.Workspace).Bind(target.Kind).Bind(target.Id).Bind(target.Partition).Bind(Now).Bind(Now).Run();
        destinations.Clear();
    }

    public LedgerOutcome Apply(OutboxResultEntry entry)
    {
        foreach (var result in entry.Results)
        {
            var pending = result.Status is OutboxStatus.Pending;
            apply.Bind((int)result.Status).Bind(result.Attempts).Bind(pending ? result.NextAt : null).Bind(pending ? null : result.At)
                .Bind(result.Error).Bind(result.Reference).Bind(result.Seq).Run();
        }
        if (entry.ForgetBefore is { } before) forget.Bind(before).Run();
        if (entry.ForgetDeadBefore is not { } dead) return LedgerOutcome.Applied;
        forgetDead.Bind(dead).Run();
        forgetMore.Run();
        return LedgerOutcome.Applied;
    }

    public LedgerOutcome Keep(OutboxHistory entry)
    {
        foreach (var past in entry.Messages)
        {
            var (outbox, content) = (past.Message, past.Message.Content);
            insertPast.Bind(outbox.Workspace).Bind(outbox.Key).Bind(outbox.Channel).Bind(outbox.Address).Bind(OutboxAlarm.TargetOf(outbox).Partition)
                .Bind(content.IncidentId).Bind((int)content.Kind).Bind((int)content.Severity).Bind(outbox.IsPage ? 1 : 0).Bind((int)past.Status)
                .Bind(past.Attempts).Bind(past.WrittenAt).Bind(past.DoneAt).Bind(past.Error).BindUtf8(NotificationDocument.Write(content)).Run();
        }
        return LedgerOutcome.Applied;
    }

    public LedgerOutcome Replay(OutboxReplay entry)
    {
        replayAlarms.Bind(Now).Bind(entry.Workspace).Bind(entry.Seq).Run();
        entry.Replayed = replay.Bind(entry.Workspace).Bind(entry.Seq).Run();
        return LedgerOutcome.Applied;
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
