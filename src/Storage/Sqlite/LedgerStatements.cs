using AiSre.Grains.Ledger;
using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Sqlite;

/// <summary>How each kind of entry is written. A refused entry leaves no trace, and the rest of its batch is not touched by that.</summary>
internal sealed class LedgerStatements : IDisposable
{
    private readonly List<SqliteStatement> all = [];
    private readonly SqliteStatement repeat;
    private readonly IncidentStatements incidents;
    private readonly DocumentStatements documents;
    private readonly DeployStatements deploys;
    private readonly RecordStatements records;
    private readonly OutboxStatements outbox;
    private readonly FeedStatements feed;
    private readonly FactStatements facts;
    private readonly ErasureStatements erasures;
    private readonly ImportStatements imports;
    private readonly MarkedWorkspaces gone;

    public LedgerStatements(SqliteConnection connection, TimeProvider clock)
    {
        SqliteStatement Prepare(string sql)
        {
            var statement = new SqliteStatement(connection, sql);
            all.Add(statement);
            return statement;
        }

        Begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        repeat = Prepare("UPDATE alerts SET count = count + ?, last_seen = max(last_seen, ?) WHERE row_id = ? AND version = ?");
        incidents = new IncidentStatements(Prepare);
        documents = new DocumentStatements(Prepare, clock);
        deploys = new DeployStatements(Prepare, clock);
        records = new RecordStatements(Prepare);
        outbox = new OutboxStatements(Prepare, clock);
        feed = new FeedStatements(Prepare, clock);
        facts = new FactStatements(Prepare, outbox, documents, feed.Changes, clock);
        erasures = new ErasureStatements(Prepare);
        imports = new ImportStatements(Prepare, facts.NextSeq);
        gone = new MarkedWorkspaces(connection);
    }

    public SqliteStatement Begin { get; }
    public SqliteStatement Commit { get; }

    public void Write(LedgerEntry entry)
    {
        entry.Outcome = gone.Refuse(entry) ? LedgerOutcome.Gone : facts.Refuses(entry) ?? Apply(entry);
        if (entry.Outcome is not (LedgerOutcome.Applied or LedgerOutcome.ParentGone)) return;
        facts.Write(entry);
        gone.Note(entry);
    }

    /// <summary>What is left to do when the batch has no more entries.</summary>
    public void Finish()
    {
        outbox.SetAlarms();
        feed.Write();
    }

    private LedgerOutcome Apply(LedgerEntry entry) => entry switch
    {
        AlertRepeat e => Repeat(e),
        IncidentBirthEntry e => incidents.Birth(e),
        IncidentWrite e => incidents.Change(e),
        DocumentEntry e => documents.Write(e),
        DeployWrite e => deploys.Write(e),
        FactsEntry => LedgerOutcome.Applied,
        OutboxResultEntry e => outbox.Apply(e),
        OutboxReplay e => outbox.Replay(e),
        OutboxHistory e => outbox.Keep(e),
        ImportRows e => imports.Write(e),
        EraseRows e => erasures.Erase(e),
        EraseIncidents e => erasures.Erase(e),
        _ => records.Write(entry),
    };

    private LedgerOutcome Repeat(AlertRepeat entry) =>
        repeat.Bind(entry.Count).Bind(entry.LastSeen).Bind(entry.RowId).Bind(entry.RowVersion).Run() > 0
            ? LedgerOutcome.Applied
            : LedgerOutcome.Conflict;

    public void Dispose()
    {
        foreach (var statement in all) statement.Dispose();
    }
}
