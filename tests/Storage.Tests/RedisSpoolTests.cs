using AiSre.Grains.Alerts;
using AiSre.Storage.Redis;
using AiSre.TestHost;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AiSre.Storage.Tests;

public sealed class RedisSpoolTests : IAsyncLifetime
{
    private RedisServer server = null!;
    private readonly List<RedisConnection> connections = [];

    public async ValueTask InitializeAsync()
    {
        const string Missing = "Redis is not installed: apt-get install redis-server, or run ./test";
        if (!RedisServer.IsInstalled && Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") Assert.Fail(Missing);
        Assert.SkipUnless(RedisServer.IsInstalled, Missing);
        server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections) connection.Dispose();
        if (server is not null) await server.DisposeAsync();
    }

    [Fact]
    public async Task What_one_silo_keeps_every_silo_sees_in_order()
    {
        var (one, two, other) = (Spool(), Spool(), Spool("another-cluster"));
        Assert.Equal(0, await two.CountAsync());
        for (var i = 0; i < 20; i++) Assert.True(await (i % 2 == 0 ? one : two).TryKeepAsync(SpoolSamples.Delivery($"{i}")));
        Assert.True(one.HasWaiting("ws-1"));
        Assert.Equal(20, await two.CountAsync());
        Assert.Equal(0, await other.CountAsync());
        var waiting = await two.PeekAsync(15);
        Assert.Equal(Enumerable.Range(0, 15).Select(i => $"{i}"), waiting.Select(spooled => spooled.Delivery.Payload));
        Assert.Equivalent(SpoolSamples.Delivery("0"), waiting[0].Delivery, strict: true);
        Assert.Equal("19", (await one.PeekAsync(1, newestFirst: true))[0].Delivery.Payload);

        await two.RemoveAsync(waiting);
        await one.RemoveAsync(waiting);
        Assert.Equal(5, await one.CountAsync());
        await one.RemoveAsync(await one.PeekAsync(100));
        Assert.Equal(0, await two.CountAsync());
        Assert.False(two.HasWaiting("ws-1"));
    }

    [Fact]
    public async Task Only_those_workspaces_wait_of_which_something_waits()
    {
        var (one, two) = (Spool(), Spool());
        Assert.True(two.HasWaiting("ws-2"), "It has not asked yet.");
        await one.TryKeepAsync(SpoolSamples.Delivery("first"));
        await one.TryKeepAsync(SpoolSamples.Delivery("second"));
        await two.CountAsync();
        Assert.True(two.HasWaiting("ws-1"));
        Assert.False(two.HasWaiting("ws-2"));
        two.Expect("ws-2");
        Assert.True(two.HasWaiting("ws-2"));

        await one.RemoveAsync(await one.PeekAsync(1));
        await two.CountAsync();
        Assert.Equal((true, false), (two.HasWaiting("ws-1"), two.HasWaiting("ws-2")));
        await one.RemoveAsync(await one.PeekAsync(1));
        await two.CountAsync();
        Assert.False(two.HasWaiting("ws-1"));
    }

    [Fact]
    public async Task A_workspace_with_little_is_taken_up_in_turn_with_one_that_had_much_before_it()
    {
        var spool = Spool();
        for (var i = 0; i < 200; i++) await spool.TryKeepAsync(SpoolSamples.Delivery($"a{i}", "a"));
        for (var i = 0; i < 5; i++) await spool.TryKeepAsync(SpoolSamples.Delivery($"b{i}", "b"));
        await spool.CountAsync();

        Assert.Equal(["a0", "b0", "a1", "b1", "a2"], Payloads(await spool.PeekAsync(64)).Take(5));
        await spool.RemoveAsync([.. (await spool.PeekAsync(64)).Where(spooled => spooled.Delivery.Workspace == "b")]);
        await spool.CountAsync();
        Assert.DoesNotContain("b1", Payloads(await spool.PeekAsync(64)));
        Assert.True(spool.HasWaiting("b"), "Two have not been taken.");
        await spool.RemoveAsync([.. (await spool.PeekAsync(64)).Where(spooled => spooled.Delivery.Workspace == "b")]);
        await spool.CountAsync();
        Assert.False(spool.HasWaiting("b"));
        Assert.Equal("a0", Payloads(await spool.PeekAsync(1))[0]);
    }

    [Fact]
    public async Task What_an_earlier_version_takes_out_leaves_nothing_that_is_taken_up_twice()
    {
        var spool = Spool();
        for (var i = 0; i < 40; i++) await spool.TryKeepAsync(SpoolSamples.Delivery($"a{i}", "a"));
        await spool.TryKeepAsync(SpoolSamples.Delivery("b0", "b"));
        await spool.TryKeepAsync(SpoolSamples.Delivery("b1", "b"));
        var b0 = (await spool.PeekAsync(100)).Single(spooled => spooled.Delivery.Payload == "b0");
        // It knows nothing of the list of ids.
        await connections[0].Database.StreamDeleteAsync("ai-sre:spool", [b0.Handle]);
        await connections[0].Database.HashDecrementAsync("{ai-sre:spool}:workspaces", "b");
        await spool.CountAsync();
        Assert.DoesNotContain("b0", Payloads(await spool.PeekAsync(10)));
        Assert.Equal("b1", Payloads(await spool.PeekAsync(100)).Single(payload => payload[0] == 'b'));
    }

    private static List<string> Payloads(IEnumerable<(string Handle, SpooledDelivery Delivery)> spooled) =>
        [.. spooled.Select(static one => one.Delivery.Payload)];

    [Fact]
    public async Task What_an_earlier_version_puts_in_makes_all_wait()
    {
        var spool = Spool();
        await spool.TryKeepAsync(SpoolSamples.Delivery("counted"));
        await connections[0].Database.StreamAddAsync("ai-sre:spool", "delivery", "{}");
        await spool.CountAsync();
        Assert.True(spool.HasWaiting("ws-2"));
    }

    [Fact]
    public async Task What_was_acknowledged_outlives_a_killed_Redis()
    {
        var spool = Spool();
        for (var i = 0; i < 50; i++) Assert.True(await spool.TryKeepAsync(SpoolSamples.Delivery($"{i}")));
        await server.KillAsync();
        Assert.False(await spool.TryKeepAsync(SpoolSamples.Delivery("refused")));
        Assert.True(spool.HasWaiting("ws-1"));

        await server.RestartAsync();
        await Poll.UntilAsync("the connection to come back", async () =>
        {
            try
            {
                return await spool.CountAsync() == 50;
            }
            catch (RedisException)
            {
                return false;
            }
        });
        Assert.Equal(50, (await spool.PeekAsync(100)).Select(spooled => spooled.Delivery.Payload).Distinct().Count());
    }

    private RedisSpool Spool(string cluster = "ai-sre")
    {
        var options = Options.Create(new LedgerOptions { Redis = server.ConnectionString, SpoolKey = $"{cluster}:spool" });
        var connection = new RedisConnection(options);
        connections.Add(connection);
        return new RedisSpool(connection, options, NullLogger<RedisSpool>.Instance);
    }
}
