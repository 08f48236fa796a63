using AiSre.Grains.Alarms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.TestingHost;

namespace AiSre.Storage.Tests.GrainTables;

/// <summary>Orleans' own providers, in a silo, on our tables.</summary>
public abstract class GrainTablesTests : IAsyncLifetime
{
    private static readonly GrainId Number = GrainId.Create(GrainType.Create("alarms"), GrainIdKeyExtensions.CreateIntegerKey(7));
    private static readonly GrainId Text = GrainId.Create("slo", "ws-1/checkout");
    private InProcessTestCluster cluster = null!;

    private IGrainStorage Storage => Silo.GetRequiredKeyedService<IGrainStorage>(AlarmGrain.Storage);
    private IReminderTable Reminders => Silo.GetRequiredService<IReminderTable>();
    private IServiceProvider Silo => cluster.GetSiloServiceProvider();

    protected abstract Task CreateDatabaseAsync();
    protected abstract void UseTables(ISiloBuilder silo);
    protected abstract ValueTask DropDatabaseAsync();

    public async ValueTask InitializeAsync()
    {
        await CreateDatabaseAsync();
        await DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (cluster is not null) await cluster.DisposeAsync();
        await DropDatabaseAsync();
    }

    [Fact]
    public async Task A_state_is_read_as_it_was_written_after_a_restart_too()
    {
        foreach (var grain in new[] { Number, Text })
        {
            Assert.Equal((null, false), Select(await ReadAsync(grain)));
            var state = new GrainState<AlarmPartitionState>(new() { LastScan = Samples.Noon });
            await Storage.WriteStateAsync("state", grain, state);
            Assert.Equal(("1", true), Select(state));
            state.State = state.State!.ScannedAt(Samples.Noon.AddHours(1));
            await Storage.WriteStateAsync("state", grain, state);
        }
        await RestartAsync();
        foreach (var grain in new[] { Number, Text })
        {
            var state = await ReadAsync(grain);
            Assert.Equal(("2", true), Select(state));
            Assert.Equal((Samples.Noon.AddHours(1), Samples.Noon.AddHours(1)), (state.State!.LastScan, state.State.AwayUntil));
        }
    }

    [Fact]
    public async Task Of_two_activations_the_second_write_is_refused()
    {
        var (one, two) = (await ReadAsync(Text), await ReadAsync(Text));
        await Storage.WriteStateAsync("state", Text, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Text, two));
        var (three, four) = (await ReadAsync(Text), await ReadAsync(Text));
        three.State = new() { LastScan = Samples.Noon };
        await Storage.WriteStateAsync("state", Text, three);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Text, four));
        Assert.Equal(Samples.Noon, (await ReadAsync(Text)).State!.LastScan);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Number,
            new GrainState<AlarmPartitionState>(new(), "5")));
    }

    [Fact]
    public async Task A_cleared_state_is_empty_and_can_be_written_again()
    {
        var state = await ReadAsync(Text);
        await Storage.WriteStateAsync("state", Text, state);
        var stale = await ReadAsync(Text);
        await Storage.ClearStateAsync("state", Text, state);
        Assert.Equal(("2", false), Select(await ReadAsync(Text)));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("state", Text, stale));
        state.State = new() { LastScan = Samples.Noon };
        await Storage.WriteStateAsync("state", Text, state);
        Assert.Equal(("3", true), Select(await ReadAsync(Text)));
    }

    [Fact]
    public async Task A_reminder_is_written_moved_and_read_after_a_restart()
    {
        var first = await Reminders.UpsertRow(Reminder(Number, "awake", Samples.Noon));
        var second = await Reminders.UpsertRow(Reminder(Number, "awake", Samples.Noon.AddMilliseconds(1_234)));
        Assert.NotEqual(first, second);
        await Reminders.UpsertRow(Reminder(Number, "other", Samples.Noon));
        await RestartAsync();
        var read = await Reminders.ReadRow(Number, "awake");
        Assert.Equal((Number, "awake", Samples.Noon.AddMilliseconds(1_234).UtcDateTime, TimeSpan.FromMinutes(1), second),
            (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Equal(["awake", "other"], (await Reminders.ReadRows(Number)).Reminders.Select(row => row.ReminderName).Order());
        Assert.Null(await Reminders.ReadRow(Text, "awake"));
    }

    [Fact]
    public async Task A_reminder_is_removed_only_as_it_is()
    {
        var old = await Reminders.UpsertRow(Reminder(Number, "awake", Samples.Noon));
        var tag = await Reminders.UpsertRow(Reminder(Number, "awake", Samples.Noon));
        Assert.False(await Reminders.RemoveRow(Number, "awake", old!));
        Assert.True(await Reminders.RemoveRow(Number, "awake", tag!));
        Assert.False(await Reminders.RemoveRow(Number, "awake", tag!));
        Assert.Null(await Reminders.ReadRow(Number, "awake"));
    }

    [Fact]
    public async Task The_ranges_of_the_ring_cover_every_reminder_once()
    {
        for (var i = 0; i < 64; i++) await Reminders.UpsertRow(Reminder(GrainId.Create("alarms", $"g-{i}"), "awake", Samples.Noon));
        uint[] ends = [0, 0x3fff_ffff, 0x7fff_ffff, 0xbfff_ffff, 0xffff_ff00];
        var seen = new List<GrainId>();
        for (var i = 0; i < ends.Length; i++)
        {
            var (begin, end) = (ends[i], ends[(i + 1) % ends.Length]);
            var rows = (await Reminders.ReadRows(begin, end)).Reminders;
            Assert.All(rows, row => Assert.True(begin < end ? row.GrainId.GetUniformHashCode() > begin && row.GrainId.GetUniformHashCode() <= end
                : row.GrainId.GetUniformHashCode() > begin || row.GrainId.GetUniformHashCode() <= end));
            seen.AddRange(rows.Select(row => row.GrainId));
        }
        Assert.Equal(64, seen.Distinct().Count());
        Assert.Equal(64, seen.Count);
        Assert.Equal(64, (await Reminders.ReadRows(17, 17)).Reminders.Count);
    }

    [Fact]
    public async Task A_silo_that_starts_on_tables_in_use_changes_nothing()
    {
        await Reminders.UpsertRow(Reminder(Number, "awake", Samples.Noon));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(ApplyAsync)));
        Assert.NotNull(await Reminders.ReadRow(Number, "awake"));
    }

    protected abstract Task ApplyAsync();

    private async Task<GrainState<AlarmPartitionState>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<AlarmPartitionState>();
        await Storage.ReadStateAsync("state", grain, state);
        return state;
    }

    private static (string?, bool) Select(GrainState<AlarmPartitionState> state) => (state.ETag, state.RecordExists);

    private static ReminderEntry Reminder(GrainId grain, string name, DateTimeOffset start) =>
        new() { GrainId = grain, ReminderName = name, StartAt = start.UtcDateTime, Period = TimeSpan.FromMinutes(1) };

    private async Task RestartAsync()
    {
        await cluster.DisposeAsync();
        await DeployAsync();
    }

    private async Task DeployAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        // Part of every key, so it must not change from one start to the next.
        builder.Options.ServiceId = "ai-sre";
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(static host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) => UseTables(silo));
        cluster = builder.Build();
        await cluster.DeployAsync();
    }
}
