using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AiSre.Storage.Redis;

/// <summary>
/// The spool that all silos share: a Redis stream, and beside it how many entries each workspace has in it. It is as durable as that Redis is told to
/// be, which should be <c>appendonly yes</c> and <c>appendfsync always</c>. Nothing in it is ever trimmed.
/// </summary>
public sealed partial class RedisSpool(RedisConnection redis, IOptions<LedgerOptions> options, ILogger<RedisSpool> log) : ISpool
{
    /// <summary>About what a small Redis holds; more is refused, and the senders keep it.</summary>
    private const long MaxEntries = 500_000;

    private const string Field = "delivery";

    private const string AddScript = """
        redis.call('XADD', KEYS[1], '*', ARGV[1], ARGV[2])
        redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
        """;

    // An entry that another drain has removed meanwhile counts once. Nothing is left: nothing can be wrong with the numbers either.
    private const string RemoveScript = """
        for i = 1, #ARGV, 2 do
          if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 and redis.call('HINCRBY', KEYS[2], ARGV[i + 1], -1) <= 0 then
            redis.call('HDEL', KEYS[2], ARGV[i + 1])
          end
        end
        if redis.call('XLEN', KEYS[1]) == 0 then redis.call('DEL', KEYS[2]) end
        """;

    private const string CountScript = "return {redis.call('XLEN', KEYS[1]), redis.call('HGETALL', KEYS[2])}";

    /// <summary>The second in the same slot as the first.</summary>
    private readonly RedisKey[] keys = [options.Value.SpoolKey, $"{{{options.Value.SpoolKey}}}:workspaces"];

    private readonly Lock gate = new();
    private long depth;
    private long expected;

    /// <summary>Null: all of them may have something there. A silo that has just started does not know yet.</summary>
    private volatile ImmutableHashSet<string>? workspaces;

    private RedisKey Stream => keys[0];

    public bool HasWaiting(string workspace) => workspaces?.Contains(workspace) is not false;

    public void Expect(string workspace)
    {
        lock (gate)
        {
            expected++;
            workspaces = workspaces?.Add(workspace);
        }
    }

    public async ValueTask<bool> TryKeepAsync(SpooledDelivery delivery)
    {
        if (Volatile.Read(ref depth) >= MaxEntries) return false;
        try
        {
            var value = JsonSerializer.SerializeToUtf8Bytes(delivery, SpoolJson.Default.SpooledDelivery);
            await redis.Database.ScriptEvaluateAsync(AddScript, keys, [Field, value, delivery.Workspace]);
            Expect(delivery.Workspace);
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
        var answer = (RedisResult[])(await redis.Database.ScriptEvaluateAsync(CountScript, keys))!;
        var (count, counted) = ((long)answer[0], answer[1].ToDictionary());
        Volatile.Write(ref depth, count);
        lock (gate)
        {
            // Redis may have answered before what was put in meanwhile.
            if (before == expected) workspaces = WorkspacesOf(count, counted);
        }
        SpoolMetrics.Depth.Set(count);
        return count;
    }

    public async ValueTask<IReadOnlyList<(string Handle, SpooledDelivery Delivery)>> PeekAsync(int limit, bool newestFirst = false)
    {
        var entries = await redis.Database.StreamRangeAsync(Stream, count: limit, messageOrder: newestFirst ? Order.Descending : Order.Ascending);
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
            var page = await redis.Database.StreamRangeAsync(Stream, from, count: PageSize);
            all.AddRange(page.Select(entry => JsonSerializer.Deserialize((byte[])entry[Field]!, SpoolJson.Default.SpooledDelivery)!));
            if (page.Length < PageSize) return all;
            // An opening bracket: behind it.
            from = $"({page[^1].Id}";
        }
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<(string Handle, SpooledDelivery Delivery)> taken)
    {
        RedisValue[] arguments = [.. taken.SelectMany(spooled => new RedisValue[] { spooled.Handle, spooled.Delivery.Workspace })];
        await redis.Database.ScriptEvaluateAsync(RemoveScript, keys, arguments);
        SpoolMetrics.Drained.Inc(taken.Count);
    }

    /// <summary>Entries that a silo of an earlier version has put in are counted for nobody: then all of them wait.</summary>
    private static ImmutableHashSet<string>? WorkspacesOf(long count, Dictionary<string, RedisResult> counted) =>
        count == 0 ? [] : counted.Values.Sum(static number => (long)number) == count ? [.. counted.Keys] : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be spooled: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
