using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Heartbeats;

public sealed class HeartbeatTests(SiloFixture fixture) : IClassFixture<SiloFixture>, IAsyncLifetime
{
    private static readonly HeartbeatRequest Nothing = new(null, null, null, null);
    private static readonly HeartbeatSettings Minute = new() { IntervalSeconds = 60, GraceSeconds = 20, Service = "backup" };
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private IHeartbeatGrain Heart => silo.Grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(tenant.Workspace, "nightly"));

    private IHeartbeatNamesGrain Names => silo.Grains.GetGrain<IHeartbeatNamesGrain>(tenant.Workspace);

    public async ValueTask InitializeAsync()
    {
        // The silo has been up for long.
        silo.Clock.Advance(TimeSpan.FromHours(2));
        await silo.NotedAsync();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task What_nobody_has_declared_is_unknown_and_pages_nobody()
    {
        Assert.Null(await Heart.BeatAsync(new(10, 5, null, null)));
        Assert.Null(await Heart.StartAsync());
        Assert.Null(await Heart.FailAsync(Nothing, "no space left"));
        Assert.Null(await Heart.GetAsync());
        Assert.Empty(await Names.ListAsync());
        Assert.Null(await DueAsync());
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task Declared_it_is_waited_for_though_it_has_never_run()
    {
        var declared = await Heart.DeclareAsync(Minute);
        Assert.Equal((HeartbeatState.Never, null, tenant.Now.AddSeconds(80)), (declared.State, declared.LastSeen, declared.DueAt));
        Assert.Equal(["nightly"], await Names.ListAsync());
        Assert.Equal(tenant.Now.AddSeconds(80).ToUnixTimeMilliseconds(), await DueAsync());
        silo.Clock.Advance(TimeSpan.FromSeconds(30));
        // Said again, by a pipeline for instance, it is as it was.
        Assert.Equal(declared, await Heart.DeclareAsync(Minute));
        await MissingAsync();
        Assert.StartsWith("No beat has come yet.", Assert.Single(await tenant.IncidentsAsync()).Description, StringComparison.Ordinal);
        Assert.Equal(HeartbeatState.Up, (await Heart.BeatAsync(Nothing))!.State);
        Assert.Equal(IncidentPhase.Resolved, Assert.Single(await tenant.IncidentsAsync()).Phase);
    }

    [Fact]
    public async Task What_was_declared_no_beat_changes()
    {
        await Heart.DeclareAsync(Minute);
        Assert.Equal(Minute, (await Heart.BeatAsync(new(600, 300, Severity.Info, "other")))!.Settings);
        Assert.Equal(Minute, (await Heart.FailAsync(new(600, 300, Severity.Info, "other"), null))!.Settings);
    }

    [Fact]
    public async Task Declared_anew_it_has_a_whole_turn_and_its_alarm_moves()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        silo.Clock.Advance(TimeSpan.FromSeconds(40));
        var slower = await Heart.DeclareAsync(Minute with { IntervalSeconds = 600 });
        Assert.Equal((HeartbeatState.Up, tenant.Now.AddSeconds(620)), (slower.State, slower.DueAt));
        Assert.Equal(tenant.Now.AddSeconds(620).ToUnixTimeMilliseconds(), await DueAsync());
        // Whose it is and how severe moves nothing.
        silo.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(slower.DueAt, (await Heart.DeclareAsync(slower.Settings with { Severity = Severity.Info })).DueAt);
    }

    [Fact]
    public async Task By_a_schedule_it_is_due_by_the_clocks_of_its_zone()
    {
        // New York's clocks skip two to three: from 01:58 to 03:02 it is four minutes.
        var skips = new DateTimeOffset(2026, 3, 8, 7, 0, 0, TimeSpan.Zero);
        silo.Clock.SetUtcNow(skips.AddMinutes(-5));
        await silo.NotedAsync();
        var declared = await Heart.DeclareAsync(Minute with { Schedule = "2,58 1,3 * * *", TimeZone = "America/New_York", GraceSeconds = 60 });
        Assert.Equal((HeartbeatState.Never, skips.AddMinutes(-1)), (declared.State, declared.DueAt));
        silo.Clock.SetUtcNow(skips.AddMinutes(-2));
        Assert.Equal(skips.AddMinutes(3), (await Heart.BeatAsync(Nothing))!.DueAt);
        silo.Clock.SetUtcNow(skips.AddMinutes(1));
        await silo.NotedAsync();
        Assert.Empty(await tenant.IncidentsAsync());
        await MissingAsync();
        Assert.Contains("2,58 1,3 * * * (America/New_York)", Assert.Single(await tenant.IncidentsAsync()).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_began_is_shown_and_its_length_when_it_has_ended()
    {
        await Heart.DeclareAsync(Minute);
        var began = tenant.Now;
        Assert.Equal((began, HeartbeatState.Never), (await Heart.StartAsync()) is { } status ? (status.RunningSince!.Value, status.State) : default);
        silo.Clock.Advance(TimeSpan.FromSeconds(12));
        var ended = (await Heart.BeatAsync(Nothing))!;
        Assert.Equal((null, TimeSpan.FromSeconds(12), HeartbeatState.Up), (ended.RunningSince, ended.LastDuration, ended.State));
        // One that does not say when it begins leaves that as it was.
        Assert.Equal(TimeSpan.FromSeconds(12), (await Heart.BeatAsync(Nothing))!.LastDuration);
        Assert.Null(await DueAsync("overrun"));
    }

    [Fact]
    public async Task A_run_that_began_and_never_ended_opens_an_incident_when_its_time_is_over()
    {
        await Heart.DeclareAsync(Minute with { IntervalSeconds = 6_000, MaxRuntimeSeconds = 60 });
        await Heart.BeatAsync(Nothing);
        await Heart.StartAsync();
        silo.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await tenant.IncidentsAsync());
        await silo.AfterTicksAsync(async () => (await tenant.IncidentsAsync()).Count == 1, "its incident opens");
        Assert.Equal("Heartbeat nightly has not ended", Assert.Single(await tenant.IncidentsAsync()).Title);
        Assert.Equal(HeartbeatState.Missing, (await Heart.GetAsync())!.State);

        Assert.Equal(HeartbeatState.Up, (await Heart.BeatAsync(Nothing))!.State);
        Assert.Equal(IncidentPhase.Resolved, Assert.Single(await tenant.IncidentsAsync()).Phase);
        Assert.NotNull(await DueAsync());

        // One that ends in time opens nothing.
        await Heart.StartAsync();
        await Heart.BeatAsync(Nothing);
        await TickAsync(TimeSpan.FromSeconds(70));
        Assert.Equal(IncidentPhase.Resolved, Assert.Single(await tenant.IncidentsAsync()).Phase);
    }

    [Fact]
    public async Task What_an_earlier_build_registered_says_itself_when_it_beats()
    {
        await StoreOfEarlierBuildAsync(new() { Settings = new(), LastBeat = tenant.Now });
        await Heart.BeatAsync(new(600, null, Severity.High, "backup"));
        var kept = (await Heart.BeatAsync(Nothing))!;
        Assert.Equal((600, 300, Severity.High, "backup"),
            (kept.Settings.IntervalSeconds, kept.Settings.GraceSeconds, kept.Settings.Severity, kept.Settings.Service));
        // Half of the new interval, and its alarm comes sooner.
        Assert.Equal(60, (await Heart.BeatAsync(new(120, null, null, null)))!.Settings.GraceSeconds);
        Assert.Equal(tenant.Now.AddSeconds(180).ToUnixTimeMilliseconds(), await DueAsync());
        // Until somebody declares it.
        await Heart.DeclareAsync(Minute);
        Assert.Equal(Minute, (await Heart.BeatAsync(new(600, null, null, null)))!.Settings);
    }

    [Fact]
    public async Task A_missing_beat_opens_an_incident_and_the_next_one_resolves_it()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        silo.Clock.Advance(TimeSpan.FromSeconds(79));
        Assert.Empty(await tenant.IncidentsAsync());
        await MissingAsync();
        var incident = Assert.Single(await tenant.IncidentsAsync());
        Assert.Equal(("Heartbeat nightly is missing", Severity.Critical, "backup", IncidentPhase.Open),
            (incident.Title, incident.Severity, incident.Subject.Service, incident.Phase));

        var status = (await Heart.BeatAsync(Nothing))!;
        Assert.Equal((HeartbeatState.Up, null), (status.State, status.MissingSince));
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(incident.Id)).Phase);

        await MissingAsync();
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(incident.Id)).Phase);
    }

    [Fact]
    public async Task Beats_in_time_open_nothing()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        for (var i = 0; i < 30; i++)
        {
            await Heart.BeatAsync(Nothing);
            await TickAsync(TimeSpan.FromSeconds(20));
        }
        Assert.Empty(await tenant.IncidentsAsync());
        Assert.Equal(HeartbeatState.Up, (await Heart.GetAsync())!.State);
        await MissingAsync();
    }

    [Fact]
    public async Task A_beat_that_a_crash_forgets_makes_nobody_look_dead()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        silo.Clock.Advance(TimeSpan.FromSeconds(14));
        // Acknowledged, and in memory only.
        Assert.Equal(tenant.Now, (await Heart.BeatAsync(Nothing))!.LastSeen);
        await silo.DeactivateAsync(Heart);
        Assert.Equal(tenant.Now.AddSeconds(-14), (await Heart.GetAsync())!.LastSeen);
        // In time, by what its sender knows.
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
        await Heart.BeatAsync(Nothing);
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(60 * 60)]
    public async Task An_outage_of_ours_declares_nobody_dead_who_comes_back_within_a_turn(int seconds)
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        await silo.NotedAsync();
        await Heart.BeatAsync(Nothing);
        await silo.RestartAsync(outage: TimeSpan.FromSeconds(seconds));
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
        Assert.Equal(HeartbeatState.Up, (await Heart.BeatAsync(Nothing))!.State);
        await TickAsync(TimeSpan.FromSeconds(75));
        Assert.Empty(await tenant.IncidentsAsync());
        await MissingAsync();
    }

    [Fact]
    public async Task Somebody_who_never_comes_back_is_not_waited_for_as_long_as_we_restart()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
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
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        // Given up on disk; the incident cannot be stored.
        silo.Database.BreakAfter(entries: 1, tenant.Workspace);
        await silo.AfterTicksAsync(async () => (await Heart.GetAsync())!.State is HeartbeatState.Missing, "it is given up");
        Assert.Empty(await tenant.IncidentsAsync());
        await silo.RestartAsync();
        await silo.AfterTicksAsync(async () => (await tenant.IncidentsAsync()).Count == 1, "its incident opens");
        await Heart.BeatAsync(Nothing);
        Assert.Equal(IncidentPhase.Resolved, Assert.Single(await tenant.IncidentsAsync()).Phase);
    }

    [Fact]
    public async Task A_beat_that_cannot_resolve_its_incident_is_not_acknowledged()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
        await MissingAsync();
        silo.Database.Broken = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Heart.BeatAsync(Nothing));
        Assert.Equal(HeartbeatState.Missing, (await Heart.GetAsync())!.State);
    }

    [Fact]
    public async Task What_is_forgotten_is_not_waited_for()
    {
        await Heart.DeclareAsync(Minute);
        await Heart.BeatAsync(Nothing);
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

    /// <summary>As if this build had found it so.</summary>
    private async Task StoreOfEarlierBuildAsync(HeartbeatGrainState state)
    {
        var entry = new DocumentEntry(new(tenant.Workspace, HeartbeatGrain.Kind, "nightly")) { Version = 0, Document = DocumentText.Write(state) };
        await silo.Service<ILedger>().CommitAsync(entry);
        Assert.Equal(LedgerOutcome.Applied, entry.Outcome);
    }

    private async Task<long?> DueAsync(string alarm = "missing")
    {
        var target = new AlarmTarget(HeartbeatGrain.Kind, tenant.Workspace, "nightly");
        var rows = await silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000);
        return rows.Where(row => row.Target == target && row.Name == alarm).Select(row => (long?)row.DueAt).SingleOrDefault();
    }
}
