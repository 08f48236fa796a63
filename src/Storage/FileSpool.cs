using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Storage;

/// <summary>Dead letters in a synced file of JSON lines beside the ledger, for the time in which the ledger cannot commit.</summary>
public sealed partial class FileSpool(IOptions<LedgerOptions> options, ILogger<FileSpool> log) : ISpool, IDisposable
{
    /// <summary>A sender that got 503 keeps its alert and comes back, so the file need not grow without bound.</summary>
    private const long MaxBytes = 64 << 20;

    private readonly string path = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "dead-letters.jsonl");
    private readonly SemaphoreSlim gate = new(1, 1);

    public bool TryKeep(DeadLetter letter)
    {
        gate.Wait();
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            if (file.Length > MaxBytes) return false;
            // The line break comes first as well: whatever a crash cut short ends there.
            return TryAppend(file, file.Seek(0, SeekOrigin.End), [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(letter, SpoolJson.Default.DeadLetter), (byte)'\n']);
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

    /// <summary>A line is there as a whole or not at all: half of one would spoil the next.</summary>
    private static bool TryAppend(FileStream file, long end, byte[] line)
    {
        try
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException)
        {
            file.SetLength(end);
            throw;
        }
    }

    public ImmutableArray<DeadLetter> Read()
    {
        gate.Wait();
        try
        {
            return ReadFile();
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task DrainAsync(Func<DeadLetter, Task> store)
    {
        await gate.WaitAsync();
        try
        {
            var letters = ReadFile();
            foreach (var letter in letters) await store(letter);
            if (!letters.IsEmpty) File.Delete(path);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    // A line that a crash cut short was never acknowledged.
    private ImmutableArray<DeadLetter> ReadFile() => File.Exists(path)
        ? [.. File.ReadLines(path, Encoding.UTF8).Where(line => line.Length > 0).Select(Parse).OfType<DeadLetter>()]
        : [];

    private static DeadLetter? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SpoolJson.Default.DeadLetter);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A dead letter could not be spooled: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}

[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class SpoolJson : JsonSerializerContext;
