using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>
/// One batch as one transaction. Outcomes are told to the entries only once they are final, because a transaction may have to be run again.
/// </summary>
internal sealed partial class BatchTransaction(NpgsqlConnection connection, WriterMark mark, long now, ILogger log)
{
    private readonly List<Action> settlements = [];
    private bool committing;

    /// <summary>The transaction's mark once its commit was sent and until it is answered.</summary>
    public WriterMark? InDoubt => committing ? mark : null;

    /// <param name="batch">What to write.</param>
    /// <param name="careful">Splits off what the database refuses, at the price of more round trips.</param>
    public void Run(IReadOnlyList<LedgerEntry> batch, bool careful)
    {
        var begin = new Pipeline(connection);
        begin.Add("BEGIN");
        begin.Add(mark.Write());
        FeedCommands.Forget(begin, mark.Batch, now);
        if (careful)
        {
            begin.Run();
            Split(batch);
            var commit = new Pipeline(connection);
            commit.Add("COMMIT");
            committing = true;
            commit.Run();
        }
        else
        {
            new BatchPart(batch, now, settlements).Run(begin, lastRound: pipeline =>
            {
                pipeline.Add("COMMIT");
                committing = true;
            });
        }
        committing = false;
        SetOutcomes();
    }

    /// <summary>Tells the entries what came of them.</summary>
    public void SetOutcomes()
    {
        foreach (var settlement in settlements) settlement();
        settlements.Clear();
    }

    private void Split(IReadOnlyList<LedgerEntry> entries)
    {
        var settled = settlements.Count;
        Execute("SAVEPOINT part");
        try
        {
            new BatchPart(entries, now, settlements).Run(new Pipeline(connection), lastRound: pipeline => pipeline.Add("RELEASE SAVEPOINT part"));
        }
        catch (PostgresException exception) when (PostgresFailure.IsOfOneEntry(exception))
        {
            Execute("ROLLBACK TO SAVEPOINT part");
            settlements.RemoveRange(settled, settlements.Count - settled);
            if (entries.Count > 1)
            {
                Split([.. entries.Take(entries.Count / 2)]);
                Split([.. entries.Skip(entries.Count / 2)]);
                return;
            }
            if (exception.SqlState is not PostgresErrorCodes.UniqueViolation)
                LogRefused(log, entries[0].GetType().Name, exception.SqlState, exception.MessageText);
            var entry = entries[0];
            settlements.Add(() => entry.Outcome = LedgerOutcome.Conflict);
        }
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger refuses a {Entry}: {SqlState} {Reason}")]
    private static partial void LogRefused(ILogger log, string entry, string sqlState, string reason);
}
