using System.Diagnostics;
using AiSre.Grains;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Storage;

/// <summary>
/// The ledger: a bounded queue, shared fairly among the workspaces, and one thread that commits what queued up while its last commit ran. It is a
/// thread of its own because a task started inside a grain would run on that grain's scheduler. All bookkeeping is under one short lock.
/// </summary>
public sealed partial class LedgerWriter : ILedger, IHostedLifecycleService, IDisposable
{
    /// <summary>Of a workspace, in one turn: a small part of a batch, and most of what a body of a hundred alerts brings.</summary>
    private const int Together = 64;

    /// <summary>
    /// Entries of a batch from which on the next one waits to become as large. One caller may bring several, and is not to wait for others who do not
    /// come.
    /// </summary>
    private const int Crowd = 16;

    /// <summary>And no longer than this.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly object gate = new();
    private readonly ILedgerDatabase database;
    private readonly CommitPulse pulse;
    private readonly ILogger<LedgerWriter> log;
    private readonly Thread thread;
    private readonly FairQueue queue;
    private readonly BatchSize size;
    private readonly TimeSpan stuckAfter;
    private bool stopping;

    /// <summary>How many entries must wait before the writer is woken.</summary>
    private int enough = 1;
    private volatile Exception? failure;
    private long writingSince;
    private long committedAt;

    public LedgerWriter(ILedgerDatabase database, IOptions<LedgerOptions> options, CommitPulse pulse, ILogger<LedgerWriter> log)
    {
        this.database = database;
        this.pulse = pulse;
        this.log = log;
        queue = new FairQueue(options.Value.QueueLimit, Math.Clamp(options.Value.BatchLimit / 16, 1, Together));
        size = new BatchSize(options.Value.BatchLimit);
        stuckAfter = options.Value.StuckAfter;
        LedgerMetrics.Queued(0);
        thread = new Thread(Run) { IsBackground = true, Name = "ledger" };
    }

    /// <summary>Entries that wait at this moment.</summary>
    public int QueueDepth => queue.Count;

    /// <summary>Why the last commit failed; null when it did not.</summary>
    public Exception? Failure => failure;

    /// <summary>What is wrong with the place that commits go to, for a person; null when nothing is known of it.</summary>
    public string? Trouble => database.Trouble;

    /// <summary>
    /// True when the last commit succeeded, and says something about now: a database that is a server may have gone since, a file has not. False
    /// before the first one.
    /// </summary>
    public bool IsKnownToCommit =>
        failure is null && Trouble is null && committedAt is var at && at != 0 && (!database.MayGoAway || Stopwatch.GetElapsedTime(at) < Fresh);

    public bool? WasCommitted(string transaction) => database.WasCommitted(transaction);

    public Task? Append(LedgerEntry entry)
    {
        if (!WrittenKinds.Include(entry)) throw new ArgumentException($"The ledger cannot write a {entry.GetType().Name}.", nameof(entry));
        if (IsStuck) return entry.Committed = Stuck;
        Prepare(entry);
        lock (gate)
        {
            if (stopping) return null;
            var committed = queue.TryAdd(entry);
            if (queue.Count == enough) Monitor.Pulse(gate);
            return committed;
        }
    }

    /// <summary>Makes the documents on the thread of whoever queues them: the writer is one, they are many.</summary>
    private static void Prepare(LedgerEntry entry)
    {
        entry.Prepared = entry switch
        {
            IncidentBirthEntry birth => IncidentDocument.Write(birth.Incident),
            IncidentWrite write => IncidentDocument.Write(write.Incident),
            _ => null,
        };
        var messages = entry.Facts.Messages;
        if (!messages.IsEmpty) entry.PreparedMessages = [.. messages.Select(message => NotificationDocument.Write(message.Content))];
    }

    public bool TryFold(AlertRepeat entry, int count, long lastSeen)
    {
        lock (gate)
        {
            if (!entry.IsQueued || IsStuck) return false;
            entry.Count += count;
            entry.LastSeen = Math.Max(entry.LastSeen, lastSeen);
            return true;
        }
    }

    /// <summary>Commits nothing, to find out whether something could be committed.</summary>
    public async Task<bool> ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            await this.CommitAsync(new LedgerProbeEntry()).WaitAsync(cancellation);
            return true;
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException)
        {
            return false;
        }
    }

    private void Run()
    {
        var last = 0;
        while (Next(last) is { } batch)
        {
            last = batch.Entries.Count;
            Exception? error = null;
            var start = Stopwatch.GetTimestamp();
            Volatile.Write(ref writingSince, start);
            using var span = LedgerTrace.Commit(batch.Entries.Count);
            try
            {
                database.Write(batch.Entries);
            }
            catch (Exception exception)
            {
                error = exception;
                span.Failed(exception);
            }
            Volatile.Write(ref writingSince, 0);
            LedgerMetrics.Queued(QueueDepth);
            var took = Stopwatch.GetElapsedTime(start);
            LedgerMetrics.Committed(batch.Entries.Count, took, error is null);
            if (error is null) size.Observe(batch.Entries.Count, took);
            Complete(batch, error);
        }
    }

    /// <summary>A commit that does not come back: whoever comes now is better told so than left to wait behind it.</summary>
    private bool IsStuck => Volatile.Read(ref writingSince) is var since && since != 0 && Stopwatch.GetElapsedTime(since) > stuckAfter;

    private static Task Stuck => Task.FromException(new LedgerUnavailableException("A commit has not come back for too long."));

    /// <param name="last">Entries of the batch before.</param>
    private LedgerBatch? Next(int last)
    {
        lock (gate)
        {
            Gather(last);
            while (queue.Count == 0 && !stopping) Monitor.Wait(gate);
            return queue.Count == 0 ? null : queue.Take(size.Most);
        }
    }

    /// <summary>
    /// Whoever waited for the last batch is about to come back with the next entry, so where many did, most of them are waited for. A commit for the
    /// first of them alone and another for all others would cost twice what one does.
    /// </summary>
    private void Gather(int last)
    {
        if (last < Crowd || stopping) return;
        enough = last * 3 / 4;
        if (queue.Count < enough) Monitor.Wait(gate, Gathering);
        enough = 1;
    }

    private void Complete(LedgerBatch batch, Exception? error)
    {
        if (error is null)
        {
            if (failure is not null) LogRecovered(log);
            failure = null;
            committedAt = Stopwatch.GetTimestamp();
            batch.Succeed();
            pulse.Beat();
            return;
        }
        if (failure is null) LogFailed(log, error, batch.Entries.Count);
        failure = error;
        batch.Fail(new LedgerUnavailableException("The ledger could not commit.", error) { Doubt = (error as CommitInDoubtException)?.Transaction });
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        database.Migrate();
        LedgerMetrics.Started();
        thread.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the silo has stopped its grains: what is queued is still committed.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (stopping) return;
            stopping = true;
            Monitor.Pulse(gate);
        }
        if (thread.IsAlive) thread.Join(TimeSpan.FromSeconds(10));
        database.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The ledger cannot commit ({Entries} entries refused); alerts are spooled and changes get 503 until it can.")]
    private static partial void LogFailed(ILogger log, Exception error, int entries);

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger commits again.")]
    private static partial void LogRecovered(ILogger log);
}
