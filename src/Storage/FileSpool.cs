using System.Text;
using System.Text.Json;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Storage;

/// <summary>
/// The spool of a single process: a synced file of JSON lines beside the ledger. What waits is also in memory; the file is emptied when all of it is
/// taken up, so after a crash some of it may be taken up a second time, which the marks make harmless.
/// </summary>
public sealed partial class FileSpool : ISpool, IDisposable
{
    /// <summary>A sender that got 503 keeps its alert and comes back, so the file need not grow without bound.</summary>
    private const long MaxBytes = 64 << 20;

    private readonly string path;
    private readonly ILogger<FileSpool> log;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<SpooledDelivery> waiting;
    private volatile bool hasWaiting;

    public FileSpool(IOptions<LedgerOptions> options, ILogger<FileSpool> log)
    {
        path = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "spool.jsonl");
        this.log = log;
        // A line that a crash cut short was never acknowledged.
        waiting = File.Exists(path)
            ? [.. File.ReadLines(path, Encoding.UTF8).Where(line => line.Length > 0).Select(Parse).OfType<SpooledDelivery>()]
            : [];
        hasWaiting = waiting.Count > 0;
    }

    public bool HasWaiting => hasWaiting;

    /// <summary>There is no other process.</summary>
    public void Expect()
    {
    }

    public async ValueTask<bool> TryKeepAsync(SpooledDelivery delivery)
    {
        await gate.WaitAsync();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            if (file.Length > MaxBytes) return false;
            // The line break comes first as well: whatever a crash cut short ends there.
            Append(file, file.Seek(0, SeekOrigin.End),
                [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(delivery, SpoolJson.Default.SpooledDelivery), (byte)'\n']);
            waiting.Add(delivery);
            hasWaiting = true;
            SpoolMetrics.Kept.Inc();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(log, exception.Message);
            return false;
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
            var part = newestFirst ? waiting.AsEnumerable().Reverse().Take(limit) : waiting.Take(limit);
            return [.. part.Select(delivery => (delivery.Id, delivery))];
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> handles)
    {
        await gate.WaitAsync();
        try
        {
            var gone = handles.ToHashSet();
            SpoolMetrics.Drained.Inc(waiting.RemoveAll(delivery => gone.Contains(delivery.Id)));
            if (waiting.Count > 0) return;
            File.Delete(path);
            hasWaiting = false;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

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

    private static SpooledDelivery? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SpoolJson.Default.SpooledDelivery);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be spooled: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
