using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AiSre.Storage.Redis;

/// <summary>
/// The spool that all silos share: a Redis stream, and beside it how many entries each workspace has in it, and which. It is as durable as that Redis
/// is told to be, which should be <c>appendonly yes</c> and <c>appendfsync always</c>. Nothing in it is ever trimmed.
/// </summary>
public sealed partial class RedisSpool(RedisConnection redis, IOptions<LedgerOptions> options, ILogger<RedisSpool> log) : ISpool
{
    /// <summary>About what a small Redis holds; more is refused, and the senders keep it.</summary>
    private const long MaxEntries = 500_000;

    private const string Field = "delivery";

    /// <summary>Workspaces that are looked for at a time, beside those that the oldest entries are of.</summary>
    private const int MostOthers = 32;

    private const string AddScript = """
        local id = redis.call('XADD', KEYS[1], '*', ARGV[1], ARGV[2])
        redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
        redis.call('RPUSH', KEYS[3], id)
        """;

    // An entry that another drain has removed meanwhile counts once. Nothing is left: nothing can be wrong with the numbers either.
    private const string RemoveScript = """
        for i = 1, #ARGV, 3 do
          local own = KEYS[tonumber(ARGV[i + 2])]
          redis.call('LREM', own, 1, ARGV[i])
          if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 and redis.call('HINCRBY', KEYS[2], ARGV[i + 1], -1) <= 0 then
            redis.call('HDEL', KEYS[2], ARGV[i + 1])
            redis.call('DEL', own)
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

    /// <summary>The ids of a workspace's entries, in their order.</summary>
    private RedisKey OwnOf(string workspace) => $"{{{options.Value.SpoolKey}}}:of:{workspace}";

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
            await redis.Database.ScriptEvaluateAsync(
                AddScript, [.. keys, OwnOf(delivery.Workspace)], [Field, value, delivery.Workspace]);
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
        List<(string Handle, SpooledDelivery Delivery)> found = [.. entries.Select(Read)];
        if (newestFirst || entries.Length < limit || workspaces is not { } waiting) return found;
        // There is more: it may be of workspaces that none of the oldest is of.
        var others = waiting.Except(found.Select(static one => one.Delivery.Workspace)).Take(MostOthers).ToList();
        foreach (var own in await Task.WhenAll(others.Select(workspace => OldestOfAsync(workspace, limit / MostOthers + 1)))) found.AddRange(own);
        return [.. InTurn.Order(found, static one => one.Delivery.Workspace).Take(limit)];
    }

    /// <summary>None where a silo of an earlier version has put some in, or taken some out, that are not in the workspace's own list.</summary>
    private async Task<IEnumerable<(string, SpooledDelivery)>> OldestOfAsync(string workspace, int limit)
    {
        var own = OwnOf(workspace);
        var (length, counted) = (redis.Database.ListLengthAsync(own), redis.Database.HashGetAsync(keys[1], workspace));
        if (await length != (long)await counted) return [];
        var ids = await redis.Database.ListRangeAsync(own, 0, limit - 1);
        var entries = await Task.WhenAll(ids.Select(id => redis.Database.StreamRangeAsync(Stream, id, id, count: 1)));
        return entries.SelectMany(static one => one).Select(Read);
    }

    private static (string Handle, SpooledDelivery Delivery) Read(StreamEntry entry) =>
        (entry.Id.ToString(), JsonSerializer.Deserialize((byte[])entry[Field]!, SpoolJson.Default.SpooledDelivery)!);

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
        List<string> whose = [.. taken.Select(static spooled => spooled.Delivery.Workspace).Distinct()];
        var place = whose.Select((workspace, i) => (workspace, i)).ToDictionary(one => one.workspace, one => keys.Length + 1 + one.i);
        RedisValue[] arguments = [.. taken.SelectMany(spooled => new RedisValue[]
        {
            spooled.Handle, spooled.Delivery.Workspace, place[spooled.Delivery.Workspace],
        })];
        await redis.Database.ScriptEvaluateAsync(RemoveScript, [.. keys, .. whose.Select(OwnOf)], arguments);
        SpoolMetrics.Drained.Inc(taken.Count);
    }

    /// <summary>Entries that a silo of an earlier version has put in are counted for nobody: then all of them wait.</summary>
    private static ImmutableHashSet<string>? WorkspacesOf(long count, Dictionary<string, RedisResult> counted) =>
        count == 0 ? [] : counted.Values.Sum(static number => (long)number) == count ? [.. counted.Keys] : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be spooled: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
