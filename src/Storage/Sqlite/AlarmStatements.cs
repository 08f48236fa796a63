using System.Collections.Immutable;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the <c>alarms</c> table.</summary>
internal sealed class AlarmStatements(Func<string, SqliteStatement> prepare, TimeProvider clock)
{
    private readonly SqliteStatement set = prepare("""
        INSERT INTO alarms (workspace, kind, id, name, partition, due_at, set_at, number) VALUES (?, ?, ?, ?, ?, ?, ?, random())
        ON CONFLICT (workspace, kind, id, name)
        DO UPDATE SET partition = excluded.partition, due_at = excluded.due_at, set_at = excluded.set_at, number = excluded.number
        """);

    private readonly SqliteStatement clear = prepare("DELETE FROM alarms WHERE workspace = ? AND kind = ? AND id = ? AND name = ?");
    private readonly SqliteStatement stands = prepare(
        "SELECT 1 FROM alarms WHERE workspace = ?1 AND kind = ?2 AND id = ?3 AND name = ?4 AND due_at = ?5 AND (?6 IS NULL OR number = ?6)");

    /// <summary>Whether every alarm that is said to have fired is still there.</summary>
    public bool Allows(AlarmTarget target, ImmutableArray<AlarmChange> changes)
    {
        foreach (var change in changes)
        {
            if (change is AlarmFired fired && !Of(stands, target, fired).Bind(fired.DueAt).Bind(fired.Number).Any()) return false;
        }
        return true;
    }

    /// <summary>In order, so that an alarm which fired can be set again by the same entry.</summary>
    public void Apply(AlarmTarget target, ImmutableArray<AlarmChange> changes)
    {
        foreach (var change in changes)
        {
            if (change is not AlarmSet to) Of(clear, target, change).Run();
            else Of(set, target, to).Bind((to.Of ?? target).Partition).Bind(to.DueAt).Bind(clock.GetUtcNow().ToUnixTimeMilliseconds()).Run();
        }
    }

    private static SqliteStatement Of(SqliteStatement statement, AlarmTarget own, AlarmChange change)
    {
        var target = change.Of ?? own;
        return statement.Bind(target.Workspace).Bind(target.Kind).Bind(target.Id).Bind(change.Name);
    }
}
