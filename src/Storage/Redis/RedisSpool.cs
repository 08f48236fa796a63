using System.Text.Json;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AiSre.Storage.Redis;

/// <summary>
/// The spool that all silos share: a Redis stream. It is as durable as that Redis is told to be, which should be <c>appendonly yes</c> and
/// <c>appendfsync always</c>. Nothing in it is ever trimmed.
/// </summary>
public sealed partial class RedisSpool(RedisConnection redis, IOptions<LedgerOptions> options, ILogger<RedisSpool> log) : ISpool
{
    /// <summary>About what a small Redis holds; more is refused, and the senders keep it.</summary>
    private const long MaxEntries = 500_000;

    private const string Field = "delivery";
    private readonly RedisKey key = options.Value.SpoolKey;
    private readonly Lock gate = new();
    private long depth;
    private long expected;

    /// <summary>A silo that has just started does not know yet.</summary>
    private volatile bool hasWaiting = true;

    public bool HasWaiting => hasWaiting;

    public void Expect()
    {
        lock (gate)
        {
            expected++;
            hasWaiting = true;
        }
    }

    public async ValueTask<bool> TryKeepAsync(SpooledDelivery delivery)
    {
        if (Volatile.Read(ref depth) >= MaxEntries) return false;
        try
        {
            await redis.Database.StreamAddAsync(key, Field, JsonSerializer.SerializeToUtf8Bytes(delivery, SpoolJson.Default.SpooledDelivery));
            Expect();
            SpoolMetrics.Kept.Inc();
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            LogFailed(log, exception.Message);
            return false;
        }
    }

    public async ValueTask<long> CountAsync()
    {
        var before = Interlocked.Read(ref expected);
        var count = await redis.Database.StreamLengthAsync(key);
        Volatile.Write(ref depth, count);
        lock (gate)
        {
            // Redis may have answered before what was put in meanwhile.
            if (before == expected) hasWaiting = count > 0;
        }
        SpoolMetrics.Depth.Set(count);
        return count;
    }

    public async ValueTask<IReadOnlyList<(string Handle, SpooledDelivery Delivery)>> PeekAsync(int limit, bool newestFirst = false)
    {
        var entries = await redis.Database.StreamRangeAsync(key, count: limit, messageOrder: newestFirst ? Order.Descending : Order.Ascending);
        return [.. entries.Select(entry => (entry.Id.ToString(),
            JsonSerializer.Deserialize((byte[])entry[Field]!, SpoolJson.Default.SpooledDelivery)!))];
    }

    /// <summary>All that waits, oldest first.</summary>
    internal async Task<List<SpooledDelivery>> AllAsync()
    {
        const int PageSize = 1_000;
        var all = new List<SpooledDelivery>();
        for (RedisValue from = "-"; ;)
        {
            var page = await redis.Database.StreamRangeAsync(key, from, count: PageSize);
            all.AddRange(page.Select(entry => JsonSerializer.Deserialize((byte[])entry[Field]!, SpoolJson.Default.SpooledDelivery)!));
            if (page.Length < PageSize) return all;
            // An opening bracket: behind it.
            from = $"({page[^1].Id}";
        }
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> handles)
    {
        await redis.Database.StreamDeleteAsync(key, [.. handles.Select(handle => (RedisValue)handle)]);
        SpoolMetrics.Drained.Inc(handles.Count);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be spooled: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
