using AiSre.Domain.Heartbeats;
using AiSre.Domain.Incidents;
using AiSre.Grains.Definitions;
using AiSre.Grains.Heartbeats;

namespace AiSre.Grains.Tests.Heartbeats;

/// <summary>Heartbeats that a workspace's definitions declare.</summary>
public sealed class DefinedHeartbeatTests(SiloFixture fixture) : IClassFixture<SiloFixture>, IAsyncLifetime
{
    private static readonly HeartbeatRequest Nothing = new(null, null, null, null);
    private static readonly HeartbeatSettings Posted = new() { IntervalSeconds = 3_600, GraceSeconds = 60, Service = "posted" };
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private IHeartbeatNamesGrain Names => silo.Grains.GetGrain<IHeartbeatNamesGrain>(tenant.Workspace);

    public async ValueTask InitializeAsync()
    {
        silo.Clock.Advance(TimeSpan.FromHours(2));
        await silo.NotedAsync();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task What_is_written_is_waited_for_and_what_is_taken_out_is_not()
    {
        await PutAsync("heartbeats: {nightly: {interval_seconds: 60, grace_seconds: 20, service: backup}, hourly: {schedule: \"@hourly\"}}");
        await silo.UntilNamesAsync(Names, "hourly", "nightly");
        var nightly = (await Heart("nightly").GetAsync())!;
        Assert.Equal(
            (HeartbeatState.Never, true, 60, "backup"),
            (nightly.State, nightly.IsDefined, nightly.Settings.IntervalSeconds, nightly.Settings.Service));
        await silo.AfterTicksAsync(async () => (await tenant.IncidentsAsync()).Any(one => one.Phase is IncidentPhase.Open), "nightly is missed");
        Assert.Equal(HeartbeatState.Up, (await Heart("nightly").BeatAsync(Nothing))!.State);

        await PutAsync("heartbeats: {hourly: {schedule: \"@hourly\"}}");
        await silo.UntilNamesAsync(Names, "hourly");
        Assert.Null(await Heart("nightly").GetAsync());
        Assert.Null(await Heart("nightly").BeatAsync(Nothing));
        await PutAsync("users: {dave: {}}");
        await silo.UntilNamesAsync(Names);
        Assert.Null(await Heart("hourly").GetAsync());
    }

    [Fact]
    public async Task The_definitions_decide_and_what_was_declared_beside_them_counts_again_after_them()
    {
        await Heart("nightly").DeclareAsync(Posted);
        await Heart("mine").DeclareAsync(Posted);
        await PutAsync("heartbeats: {nightly: {interval_seconds: 60}}");
        await silo.AfterTicksAsync(async () => (await Heart("nightly").GetAsync())!.IsDefined, "it is defined");
        Assert.Equal(60, (await Heart("nightly").GetAsync())!.Settings.IntervalSeconds);

        Assert.Equal(HeartbeatState.Defined, (await Heart("nightly").DeclareAsync(Posted with { IntervalSeconds = 600 })).State);
        await Heart("nightly").ForgetAsync();
        Assert.Equal(60, (await Heart("nightly").GetAsync())!.Settings.IntervalSeconds);

        await PutAsync("users: {dave: {}}");
        await silo.AfterTicksAsync(async () => (await Heart("nightly").GetAsync()) is { IsDefined: false }, "it is defined no more");
        Assert.Equal(Posted, (await Heart("nightly").GetAsync())!.Settings);
        Assert.Equal(["mine", "nightly"], await Names.ListAsync());
        Assert.Equal((false, Posted), ((await Heart("mine").GetAsync())!.IsDefined, (await Heart("mine").GetAsync())!.Settings));
    }

    [Fact]
    public async Task Another_change_of_the_definitions_does_not_start_the_wait_anew()
    {
        await PutAsync("heartbeats: {nightly: {interval_seconds: 600}}");
        await silo.UntilNamesAsync(Names, "nightly");
        await Heart("nightly").BeatAsync(Nothing);
        var due = (await Heart("nightly").GetAsync())!.DueAt;
        silo.Clock.Advance(TimeSpan.FromSeconds(30));
        await PutAsync("heartbeats: {nightly: {interval_seconds: 600, severity: info}, other: {interval_seconds: 60}}");
        await silo.UntilNamesAsync(Names, "nightly", "other");
        var now = (await Heart("nightly").GetAsync())!;
        Assert.Equal((due, Domain.Alerts.Severity.Info), (now.DueAt, now.Settings.Severity));
    }

    [Fact]
    public async Task What_breaks_in_the_midst_is_done_all_the_same()
    {
        await PutAsync("heartbeats: {a: {interval_seconds: 600}, b: {interval_seconds: 600}}");
        await silo.UntilNamesAsync(Names, "a", "b");
        // The definitions, the names that may have been declared, and one of what follows.
        silo.Database.BreakAfter(entries: 3, tenant.Workspace);
        await PutAsync("heartbeats: {b: {interval_seconds: 900}, c: {interval_seconds: 600}}");
        await silo.AfterTicksAsync(() => Task.FromResult(silo.Database.Refused > 0), "a commit is refused");
        await silo.RestartAsync();
        await silo.UntilNamesAsync(Names, "b", "c");
        Assert.Equal(900, (await Heart("b").GetAsync())!.Settings.IntervalSeconds);
        Assert.Null(await Heart("a").GetAsync());
    }

    private IHeartbeatGrain Heart(string name) => silo.Grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(tenant.Workspace, name));

    private async Task PutAsync(string text) => Assert.Equal(
        DefinitionsResult.Accepted,
        (await silo.Grains.GetGrain<IDefinitionsGrain>(tenant.Workspace).PutAsync([new("body", text)], "root")).Result);
}

internal static class HeartbeatWaiting
{
    public static Task UntilNamesAsync(this TestSilo silo, IHeartbeatNamesGrain names, params string[] expected) =>
        silo.AfterTicksAsync(async () => (await names.ListAsync()).SequenceEqual(expected), $"the heartbeats are {string.Join(", ", expected)}");
}
