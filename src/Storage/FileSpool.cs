using System.Collections.Immutable;
using System.Diagnostics;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;
using AiSre.Storage.Files;
using Microsoft.Extensions.Logging;

namespace AiSre.Storage;

/// <summary>
/// The spool of a single process: a synced file of JSON lines beside the ledger. What waits is also in memory; the file is emptied when all of it is
/// taken up, so after a crash some of it may be taken up a second time, which the marks make harmless.
/// </summary>
public sealed partial class FileSpool : ISpool, IDisposable
{
    /// <summary>A sender that got 503 keeps its alert and comes back, so the file need not grow without bound.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>So long a write that failed speaks against the next one; then whoever sends may try.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(10);

    private readonly string path;
    private readonly DataFolder folder;
    private readonly ILogger<FileSpool> log;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<SpooledDelivery> waiting;
    private volatile ImmutableHashSet<string> workspaces;
    private volatile Refusal? refused;

    public FileSpool(DataFolder folder, ILogger<FileSpool> log)
    {
        path = folder.File(SpoolFile.Name);
        this.folder = folder;
        this.log = log;
        var found = SpoolFile.Read(path);
        waiting = found.Deliveries;
        workspaces = WorkspacesOf(waiting);
        if (!found.IsWhole) MakeWhole(found.Unreadable);
    }

    public bool HasWaiting(string workspace) => workspaces.Contains(workspace);

    public string? Trouble =>
        folder.Trouble ?? (refused is { } last && Stopwatch.GetElapsedTime(last.At) < Doubt ? last.Reason : null);

    /// <summary>There is no other process.</summary>
    public void Expect(string workspace)
    {
    }

    public async ValueTask<bool> TryKeepAsync(SpooledDelivery delivery)
    {
        await gate.WaitAsync();
        try
        {
            if (folder.Trouble is { } trouble) throw new IOException(trouble);
            FileRights.MakeFolder(folder.Path);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            if (file.Length > MaxBytes) return Refuse($"{path} is full.");
            // A file that somebody has removed held what still waits: memory has it.
            var lines = file.Length == 0 ? waiting.Append(delivery) : [delivery];
            // The line break comes first as well: whatever a crash cut short ends there.
            Append(file, file.Seek(0, SeekOrigin.End), [.. lines.SelectMany(SpoolFile.Line)]);
            waiting.Add(delivery);
            workspaces = workspaces.Add(delivery.Workspace);
            refused = null;
            SpoolMetrics.Kept.Inc();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(log, exception.Message);
            return Refuse(exception.Message);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<long> CountAsync()
    {
        await gate.WaitAsync();
        try
        {
            SpoolMetrics.Depth.Set(waiting.Count);
            return waiting.Count;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<IReadOnlyList<(string Handle, SpooledDelivery Delivery)>> PeekAsync(int limit, bool newestFirst = false)
    {
        await gate.WaitAsync();
        try
        {
            var part = newestFirst ? waiting.AsEnumerable().Reverse()
                : workspaces.Count == 1 ? waiting
                : InTurn.Order(waiting, static delivery => delivery.Workspace);
            return [.. part.Take(limit).Select(delivery => (delivery.Id, delivery))];
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<(string Handle, SpooledDelivery Delivery)> taken)
    {
        await gate.WaitAsync();
        try
        {
            var gone = taken.Select(spooled => spooled.Handle).ToHashSet();
            SpoolMetrics.Drained.Inc(waiting.RemoveAll(delivery => gone.Contains(delivery.Id)));
            if (waiting.Count == 0 && folder.Trouble is null) File.Delete(path);
            workspaces = WorkspacesOf(waiting);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private static ImmutableHashSet<string> WorkspacesOf(List<SpooledDelivery> deliveries) => [.. deliveries.Select(delivery => delivery.Workspace)];

    private bool Refuse(string reason)
    {
        refused = new(reason, Stopwatch.GetTimestamp());
        return false;
    }

    /// <summary>A line is there as a whole or not at all: half of one would spoil the next.</summary>
    private static void Append(FileStream file, long end, byte[] line)
    {
        try
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(end);
            throw;
        }
    }

    /// <summary>What was acknowledged is not dropped without a word, even where nobody can read it.</summary>
    private void MakeWhole(IReadOnlyList<string> unreadable)
    {
        var aside = folder.File(SpoolFile.Aside);
        try
        {
            if (unreadable.Count > 0) SpoolFile.SetAside(aside, unreadable);
            // What is left in the file is what can be read, so that the same lines are not set aside at every start.
            SpoolFile.Write(path, waiting);
            if (unreadable.Count > 0) LogUnreadable(log, unreadable.Count, path, aside);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadableStays(log, unreadable.Count, path, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Lines} lines of {Spool} cannot be read: they are in {Aside} now, for somebody to look at.")]
    private static partial void LogUnreadable(ILogger log, int lines, string spool, string aside);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Lines} lines of {Spool} cannot be read, nor be put aside: {Reason}")]
    private static partial void LogUnreadableStays(ILogger log, int lines, string spool, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be spooled: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);

    private sealed record Refusal(string Reason, long At);
}
