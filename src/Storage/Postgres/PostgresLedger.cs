using System.Diagnostics.CodeAnalysis;
using AiSre.Grains;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>
/// The ledger's PostgreSQL dialect: one connection, one transaction a batch, a few round trips whatever the batch holds. Several silos write at once,
/// so every condition is checked on locked rows, and the unique indexes have the last word.
/// </summary>
public sealed partial class PostgresLedger(PostgresSource source, TimeProvider clock, ILogger<PostgresLedger> log) : ILedgerDatabase
{
    /// <summary>
    /// How long a batch is held while the server is away, so that its restart goes unnoticed. Callers between processes wait 2 s at most.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_200);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);
    private const int MaxContentions = 20;

    private readonly GoneWorkspaces gone = new();
    private NpgsqlConnection? connection;
    private string writer = "";
    private long batches;
    private bool healthy = true;

    public bool MayGoAway => true;

    public void Migrate()
    {
        while (!HasMigrated()) Thread.Sleep(Again);
    }

    /// <summary>False: the server answered a moment ago and has gone away since. What was half done is rolled back, and it is waited for.</summary>
    private bool HasMigrated()
    {
        try
        {
            Prepare();
            return true;
        }
        catch (Exception exception) when (PostgresFailure.IsAway(exception))
        {
            LogAwayAtStart(log, exception.Message);
            return false;
        }
    }

    private void Prepare()
    {
        using var migrating = source.OpenWriter();
        PostgresMigrations.Apply(migrating);
        using var forget = new NpgsqlCommand(WriterMark.ForgetSql, migrating);
        forget.ExecuteNonQuery();
    }

    public void Write(IReadOnlyList<LedgerEntry> batch)
    {
        var started = clock.GetTimestamp();
        var careful = false;
        for (var contentions = 0; ;)
        {
            BatchTransaction? transaction = null;
            try
            {
                Open();
                var entries = gone.Sift(batch, connection);
                transaction = new BatchTransaction(connection, new WriterMark(writer, ++batches), clock.GetUtcNow().ToUnixTimeMilliseconds(), log);
                transaction.Run(entries, careful);
                if (entries.Any(static entry => ErasureMark.Of(entry) is not null)) gone.Forget();
                healthy = true;
                return;
            }
            catch (PostgresException exception) when (PostgresFailure.IsContention(exception) && ++contentions < MaxContentions)
            {
                Close();
            }
            catch (PostgresException exception) when (PostgresFailure.IsOfOneEntry(exception) && !careful)
            {
                // Once more, in parts that can fail by themselves.
                Close();
                careful = true;
            }
            catch (Exception exception) when (PostgresFailure.IsAway(exception))
            {
                Close();
                if (WaitForAnswer(transaction, started, exception)) return;
            }
            catch
            {
                Close();
                throw;
            }
        }
    }

    /// <param name="transaction">A <see cref="WriterMark"/> as text.</param>
    public bool? WasCommitted(string transaction) => WasCommitted(WriterMark.Parse(transaction));

    private bool? WasCommitted(WriterMark mark)
    {
        try
        {
            using var asking = source.OpenWriter();
            using var command = mark.Ask(asking);
            return (bool)command.ExecuteScalar()!;
        }
        catch (Exception exception) when (PostgresFailure.IsAway(exception))
        {
            return null;
        }
    }

    public void Dispose() => Close();

    /// <summary>True when the batch turns out to be committed; returns false to have it tried again, and throws when there is no more time.</summary>
    private bool WaitForAnswer(BatchTransaction? transaction, long started, Exception exception)
    {
        var doubtful = transaction?.InDoubt;
        while (true)
        {
            if (doubtful is not null && WasCommitted(doubtful) is { } committed)
            {
                if (committed)
                {
                    healthy = true;
                    transaction!.SetOutcomes();
                    return true;
                }
                doubtful = null;
            }
            if (!healthy || clock.GetElapsedTime(started) > Patience)
            {
                healthy = false;
                throw doubtful is null ? exception : new CommitInDoubtException(doubtful.ToString(), exception);
            }
            Thread.Sleep(Pause);
            if (doubtful is null) return false;
        }
    }

    [MemberNotNull(nameof(connection))]
    private void Open()
    {
        if (connection is not null) return;
        connection = source.OpenWriter();
        (writer, batches) = (NewIds.Writer(clock.GetUtcNow()), 0);
    }

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database went away while this process started, which waits for it: {Reason}")]
    private static partial void LogAwayAtStart(ILogger log, string reason);
}
