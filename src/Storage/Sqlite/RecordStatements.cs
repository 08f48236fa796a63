using System.Diagnostics;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the tables beside incidents and alerts.</summary>
internal sealed class RecordStatements(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement insertDelivery = prepare("""
        INSERT INTO deliveries (workspace, source, id, at, status, response) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement forgetDeliveries = prepare("DELETE FROM deliveries WHERE at < ?");
    private readonly SqliteStatement insertDeadLetter =
        prepare("INSERT INTO dead_letters (workspace, source, payload, error, at) VALUES (?, ?, ?, ?, ?)");
    private readonly SqliteStatement removeDeadLetter = prepare("DELETE FROM dead_letters WHERE workspace = ? AND seq = ?");
    private readonly SqliteStatement retryDeadLetter =
        prepare("UPDATE dead_letters SET attempts = attempts + 1, error = ?, tried_at = ? WHERE workspace = ? AND seq = ?");

    private readonly SqliteStatement upsertWorkspace = prepare("""
        INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE excluded.name IS NOT NULL
        """);

    private readonly SqliteStatement probe = prepare("""
        INSERT INTO probes (id, at, padding) VALUES (1, unixepoch(), zeroblob(1000000)) ON CONFLICT (id) DO UPDATE SET at = at + 1, padding = zeroblob(1000000)
        """);

    public LedgerOutcome Write(LedgerEntry entry)
    {
        switch (entry)
        {
            case DeliveryRecord e:
                forgetDeliveries.Bind(e.ForgetBefore).Run();
                insertDelivery.Bind(e.Workspace).Bind(e.Source).Bind(e.Id).Bind(e.At).Bind(e.Status).Bind(e.Response).Run();
                break;
            case DeadLetterEntry e:
                insertDeadLetter.Bind(e.Workspace).Bind(e.Source).Bind(e.Payload).Bind(e.Error).Bind(e.At).Run();
                break;
            case DeadLetterRemoval e:
                removeDeadLetter.Bind(e.Workspace).Bind(e.Seq).Run();
                break;
            case DeadLetterRetry e:
                retryDeadLetter.Bind(e.Error).Bind(e.At).Bind(e.Workspace).Bind(e.Seq).Run();
                break;
            case WorkspaceEntry e:
                upsertWorkspace.Bind(e.Workspace).Bind(e.Name).Bind(e.At).Run();
                break;
            case LedgerProbeEntry:
                probe.Run();
                break;
            default:
                throw new UnreachableException($"{nameof(WrittenKinds)} let a {entry.GetType().Name} in.");
        }
        return LedgerOutcome.Applied;
    }
}
