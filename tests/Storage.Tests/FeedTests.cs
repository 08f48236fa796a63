using AiSre.Domain.Incidents;
using AiSre.Grains.Events;
using AiSre.Grains.Ledger;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Storage.Tests;

public abstract class FeedTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private readonly FakeTimeProvider clock = new(Samples.Noon);

    private IFeedReads Feed => Service<IFeedReads>();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);

    [Fact]
    public async Task What_commits_is_read_in_order_and_what_is_refused_is_not()
    {
        var start = await Feed.EndAsync();
        var birth = await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Birth("inc-1"));
        await CommitAsync(Samples.Repeat(birth.Alert));
        await CommitAsync(Samples.Repeat(birth.Alert, e: Samples.Event(EventTypes.AlertDeduplicated)));
        await CommitAsync(Write(birth.Incident, 7, Samples.Event(EventTypes.NoteAdded)));
        await CommitAsync(Write(birth.Incident, 1, new TimelineEvent(EventTypes.IncidentAcknowledged, "dana", Samples.Noon.AddMinutes(3))));
        await CommitAsync(Write(birth.Incident, 2));
        await CommitAsync(Samples.Birth(Samples.Incident("inc-2", "ws-2")));
        await SettledAsync(start, 7);

        var events = (await Feed.ReadAsync(Samples.Workspace, start, 100)).Events;
        Assert.Equal(
            ["alert_received", "incident_created", "alert_deduplicated", "incident_acknowledged", "changed"], events.Select(e => e.Type));
        Assert.All(events, e => Assert.Equal((Samples.Workspace, "incident", "inc-1"), (e.Workspace, e.Kind, e.Id)));
        Assert.Equal(("dana", Samples.Noon.AddMinutes(3)), (events[3].Actor, events[3].At));
        Assert.Equal(["inc-2", "inc-2"], (await Feed.ReadAsync("ws-2", start, 100)).Events.Select(e => e.Id));
        Assert.Equal(7, (await Feed.ReadAsync(null, start, 100)).Events.Length);
        Assert.Empty((await Feed.ReadAsync("ws-3", start, 100)).Events);
    }

    [Fact]
    public async Task Whoever_reads_in_small_steps_or_goes_on_at_any_position_reads_the_same()
    {
        var start = await Feed.EndAsync();
        for (var i = 0; i < 5; i++) await CommitAsync(Samples.Birth($"inc-{i}"));
        await SettledAsync(start, 10);
        var all = (await Feed.ReadAsync(Samples.Workspace, start, 100)).Events;
        Assert.Equal(10, all.Length);
        Assert.Equal(all, await AllAsync(start, limit: 1));
        Assert.Equal(all, await AllAsync(start, limit: 3));
        for (var i = 0; i < all.Length; i++)
            Assert.Equal(all.Skip(i + 1), (await Feed.ReadAsync(Samples.Workspace, FeedPosition.Parse(all[i].Position)!.Value, 100)).Events);
        var positions = all.Select(e => FeedPosition.Parse(e.Position)!.Value).ToList();
        for (var i = 1; i < positions.Count; i++) Assert.True(positions[i].IsAfter(positions[i - 1]));
    }

    [Fact]
    public async Task Nothing_is_read_at_the_end_until_something_commits()
    {
        var start = await Feed.EndAsync();
        await CommitAsync(Samples.Birth("inc-1"));
        await SettledAsync(start, 2);
        var end = await Feed.EndAsync();
        var read = await Feed.ReadAsync(Samples.Workspace, end, 10);
        Assert.Equal((0, false), (read.Events.Length, read.Reset));
        await RestartAsync();
        await CommitAsync(Samples.Birth("inc-2"));
        await SettledAsync(end, 2);
        Assert.Equal(["inc-2", "inc-2"], (await Feed.ReadAsync(Samples.Workspace, read.Next, 10)).Events.Select(e => e.Id));
    }

    [Fact]
    public async Task A_storms_batch_is_a_few_rows_for_each_workspace()
    {
        var start = await Feed.EndAsync();
        LedgerEntry[] batch = [.. Enumerable.Range(0, 150).Select(i => Samples.Birth(Samples.Incident($"inc-{i}", i < 140 ? "ws-1" : "ws-2")))];
        Service<ILedgerDatabase>().Write(batch);
        await SettledAsync(start, 300);
        Assert.Equal(["ws-1|2", "ws-2|1"], Rows("SELECT workspace, count(*) FROM feed GROUP BY workspace ORDER BY workspace"));
        Assert.Equal(280, (await AllAsync(start, limit: 77)).Select(e => (e.Id, e.Type)).Distinct().Count());
    }

    [Fact]
    public async Task A_position_from_another_database_or_too_long_ago_begins_anew_at_the_end()
    {
        await CommitAsync(Samples.Birth("inc-1"));
        var end = await Feed.EndAsync();
        var reset = await Feed.ReadAsync(Samples.Workspace, end with { Transaction = end.Transaction + 1_000_000 }, 10);
        Assert.Equal((true, 0), (reset.Reset, reset.Events.Length));
        Assert.False((await Feed.ReadAsync(Samples.Workspace, reset.Next, 10)).Reset);
        clock.Advance(TimeSpan.FromHours(23));
        Assert.False((await Feed.ReadAsync(Samples.Workspace, end, 10)).Reset);
        clock.Advance(TimeSpan.FromHours(2));
        Assert.True((await Feed.ReadAsync(Samples.Workspace, end, 10)).Reset);
    }

    [Fact]
    public async Task What_is_older_than_a_day_is_dropped_by_and_by()
    {
        for (var i = 0; i < 20; i++) await CommitAsync(Samples.Birth($"inc-{i}"));
        Assert.Equal(20, Count("feed"));
        clock.Advance(FeedLimits.Kept + TimeSpan.FromMinutes(1));
        var start = await Feed.EndAsync();
        for (var i = 20; i < 20 + FeedLimits.BatchesBetween; i++) await CommitAsync(Samples.Birth($"inc-{i}"));
        Assert.Equal(FeedLimits.BatchesBetween, Count("feed"));
        await SettledAsync(start, 2 * FeedLimits.BatchesBetween);
        Assert.Equal(2 * FeedLimits.BatchesBetween, (await AllAsync(start, 100)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1-2-3")]
    [InlineData("1-2-3-4-5")]
    [InlineData("1-x-3-4")]
    [InlineData("1--3-4")]
    [InlineData("ffffffffffffffff-1-1-1")]
    [InlineData("1-1-ffffffffff-1")]
    public void What_is_no_position_is_none(string text) => Assert.Null(FeedPosition.Parse(text));

    private static IncidentWrite Write(Incident incident, int version, params TimelineEvent[] events) =>
        new() { Incident = incident, Version = version, Facts = new() { Events = Samples.Of(incident, events) } };

    /// <summary>Other tests write on the same server, and what they began earlier is waited for.</summary>
    private Task SettledAsync(FeedPosition from, int events) => Poll.UntilAsync(
        $"{events} events", async () => (await Feed.ReadAsync(null, from, 1_000)).Events.Length >= events, every: TimeSpan.FromMilliseconds(5));

    private async Task<List<FeedEvent>> AllAsync(FeedPosition from, int limit)
    {
        var all = new List<FeedEvent>();
        while (true)
        {
            var read = await Feed.ReadAsync(Samples.Workspace, from, limit);
            if (read.Events.IsEmpty) return all;
            Assert.True(read.Events.Length <= limit);
            all.AddRange(read.Events);
            from = read.Next;
        }
    }
}
