using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Heartbeats;

public sealed class HeartbeatTests : IAsyncLifetime
{
    private static readonly HeartbeatRequest Minute = new(60, 20, null, "backup");
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private TestSilo silo = null!;
    private Tenant tenant = null!;

    private IHeartbeatGrain Heart => silo.Grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(tenant.Workspace, "nightly"));

    private IHeartbeatNamesGrain Names => silo.Grains.GetGrain<IHeartbeatNamesGrain>(tenant.Workspace);

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync();
        tenant = silo.NewTenant();
        // The silo has been up for long.
        silo.Clock.Advance(TimeSpan.FromHours(2));
        await silo.NotedAsync();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task The_first_beat_registers_and_says_when_the_next_is_due()
    {
        var status = await Heart.BeatAsync(new(null, null, null, null));
        Assert.Equal((60, 30, Severity.Critical, null),
            (status.Settings.IntervalSeconds, status.Settings.GraceSeconds, status.Settings.Severity, status.Settings.Service));
        Assert.Equal((HeartbeatState.Up, tenant.Now, tenant.Now.AddSeconds(90)), (status.State, status.LastSeen, status.DueAt));
        Assert.Equal(["nightly"], await Names.ListAsync());
        Assert.Equal(tenant.Now.AddSeconds(90).ToUnixTimeMilliseconds(), await DueAsync());
    }

    [Fact]
    public async Task What_a_beat_leaves_out_stays_as_it_was()
    {
        await Heart.BeatAsync(new(600, null, Severity.High, "backup"));
        var kept = await Heart.BeatAsync(new(null, null, null, null));
        Assert.Equal((600, 300, Severity.High, "backup"),
            (kept.Settings.IntervalSeconds, kept.Settings.GraceSeconds, kept.Settings.Severity, kept.Settings.Service));
        // Half of the new interval, and its alarm comes sooner.
        Assert.Equal(60, (await Heart.BeatAsync(new(120, null, null, null))).Settings.GraceSeconds);
        Assert.Equal(tenant.Now.AddSeconds(180).ToUnixTimeMilliseconds(), await DueAsync());
    }

    [Fact]
    public async Task A_missing_beat_opens_an_incident_and_the_next_one_resolves_it()
    {
        await Heart.BeatAsync(Minute);
        silo.Clock.Advance(TimeSpan.FromSeconds(79));
        Assert.Empty(await tenant.IncidentsAsync());
        await MissingAsync();
        var incident = Assert.Single(await tenant.IncidentsAsync());
        Assert.Equal(("Heartbeat nightly is missing", Severity.Critical, "backup", IncidentPhase.Open),
            (incident.Title, incident.Severity, incident.Subject.Service, incident.Phase));

        var status = await Heart.BeatAsync(Minute);
        Assert.Equal((HeartbeatState.Up, null), (status.State, status.MissingSince));
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(incident.Id)).Phase);

        await MissingAsync();
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(incident.Id)).Phase);
    }

    [Fact]
    public async Task Beats_in_time_open_nothing()
    {
        await Heart.BeatAsync(Minute);
        for (var i = 0; i < 30; i++)
        {
            await Heart.BeatAsync(Minute);
            await TickAsync(TimeSpan.FromSeconds(20));
        }
        Assert.Empty(await tenant.IncidentsAsync());
        Assert.Equal(HeartbeatState.Up, (await Heart.GetAsync())!.State);
        await MissingAsync();
    }

    [Fact]
    public async Task A_beat_that_a_crash_forgets_makes_nobody_look_dead()
    {
        await Heart.BeatAsync(Minute);
        silo.Clock.Advance(TimeSpan.FromSeconds(14));
        // Acknowledged, and in memory only.
        Assert.Equal(tenant.Now, (await Heart.BeatAsync(Minute)).LastSeen);
        await silo.DeactivateAsync(Heart);
        Assert.Equal(tenant.Now.AddSeconds(-14), (await Heart.GetAsync())!.LastSeen);
        // In time, by what its sender knows.
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
        await Heart.BeatAsync(Minute);
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(60 * 60)]
    public async Task An_outage_of_ours_declares_nobody_dead_who_comes_back_within_a_turn(int seconds)
    {
        await Heart.BeatAsync(Minute);
        await silo.NotedAsync();
        await Heart.BeatAsync(Minute);
        await silo.RestartAsync(outage: TimeSpan.FromSeconds(seconds));
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
        Assert.Equal(HeartbeatState.Up, (await Heart.BeatAsync(Minute)).State);
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
        await MissingAsync();
    }

    [Fact]
    public async Task Somebody_who_never_comes_back_is_not_waited_for_as_long_as_we_restart()
    {
        await Heart.BeatAsync(Minute);
        for (var i = 0; i < 3; i++)
        {
            await TickAsync(TimeSpan.FromSeconds(70));
            await silo.RestartAsync(outage: TimeSpan.FromSeconds(2));
        }
        await MissingAsync();
        Assert.Single(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task A_crash_after_giving_up_opens_the_incident_after_the_restart()
    {
        await Heart.BeatAsync(Minute);
        // Given up on disk; the incident cannot be stored.
        silo.Database.BreakAfter(entries: 1);
        await silo.AfterTicksAsync(async () => (await Heart.GetAsync())!.State is HeartbeatState.Missing, "it is given up");
        Assert.Empty(await tenant.IncidentsAsync());
        await silo.RestartAsync();
        await silo.AfterTicksAsync(async () => (await tenant.IncidentsAsync()).Count == 1, "its incident opens");
        await Heart.BeatAsync(Minute);
        Assert.Equal(IncidentPhase.Resolved, Assert.Single(await tenant.IncidentsAsync()).Phase);
    }

    [Fact]
    public async Task A_beat_that_cannot_resolve_its_incident_is_not_acknowledged()
    {
        await Heart.BeatAsync(Minute);
        await MissingAsync();
        silo.Database.Broken = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Heart.BeatAsync(Minute));
        Assert.Equal(HeartbeatState.Missing, (await Heart.GetAsync())!.State);
    }

    [Fact]
    public async Task What_is_forgotten_is_not_waited_for()
    {
        await Heart.BeatAsync(Minute);
        await Heart.ForgetAsync();
        Assert.Null(await Heart.GetAsync());
        Assert.Empty(await Names.ListAsync());
        Assert.Null(await DueAsync());
        await Heart.ForgetAsync();
    }

    private async Task MissingAsync()
    {
        // Nothing happens before it is due.
        if ((await Heart.GetAsync())!.DueAt is { } due && due - tenant.Now > TimeSpan.FromSeconds(1)) silo.Clock.SetUtcNow(due.AddSeconds(-1));
        await silo.AfterTicksAsync(
            async () => (await Heart.GetAsync())!.State is HeartbeatState.Missing
                && (await tenant.IncidentsAsync()).Any(i => i.Phase is IncidentPhase.Open),
            "it is given up");
    }

    /// <summary>Time passes, and every alarm that is due in it is acted on.</summary>
    private async Task TickAsync(TimeSpan time)
    {
        for (var end = tenant.Now + time; tenant.Now < end;)
        {
            silo.Clock.SetUtcNow(tenant.Now + Step < end ? tenant.Now + Step : end);
            await silo.NothingDueAsync();
        }
    }

    private async Task<long?> DueAsync()
    {
        var target = new AlarmTarget(HeartbeatGrain.Kind, tenant.Workspace, "nightly");
        var rows = await silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000);
        return rows.Where(row => row.Target == target).Select(row => (long?)row.DueAt).SingleOrDefault();
    }
}
