using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests.Incidents;

[Collection(OnPlainSilo.Name)]
public sealed class CommandTests(SiloFixture fixture)
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    public static TheoryData<string, string> Commands => new()
    {
        { "acknowledge", EventTypes.IncidentAcknowledged }, { "resolve", EventTypes.IncidentResolved }, { "note", EventTypes.NoteAdded },
        { "assign", EventTypes.IncidentAssigned }, { "snooze", EventTypes.IncidentSnoozed },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_is_sent_twice_happens_once(string command, string e)
    {
        var grain = tenant.Grain((await tenant.SendAsync(Signals.Firing("a"))).IncidentId!);
        var first = await RunAsync(grain, command);
        fixture.Silo.Clock.Advance(command == "snooze" ? TimeSpan.Zero : TimeSpan.FromMinutes(1));
        var second = await RunAsync(grain, command);
        Assert.Equivalent(first, second, strict: true);
        Assert.Single(await tenant.EventsAsync(first!.Id), e);
        await fixture.Silo.DeactivateAsync(grain);
        Assert.Equivalent(first, await grain.GetAsync(), strict: true);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_to_nobody_makes_nobody(string command, string e)
    {
        Assert.Null(await RunAsync(tenant.Grain("inc-0000000000000"), command));
        Assert.Empty(await tenant.IncidentsAsync());
        Assert.NotNull(e);
    }

    [Fact]
    public async Task The_whole_life_of_an_incident_by_hand()
    {
        var grain = tenant.Grain((await tenant.SendAsync(Signals.Firing("a"))).IncidentId!);
        var start = tenant.Now;
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(
            (IncidentPhase.Acknowledged, "dave", start.AddMinutes(2)),
            Select(await grain.AcknowledgeAsync("dave", "on it"), i => (i.Phase, i.AcknowledgedBy, i.FirstResponseAt)));
        Assert.Equal("team-db", (await grain.AssignAsync("team-db", "dave"))!.AssignedTo);
        Assert.Equal(start.AddMinutes(32), (await grain.SnoozeAsync(30, "dave"))!.SnoozedUntil);
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(
            (IncidentPhase.Resolved, "dave", true, "restarted", start.AddMinutes(4), null),
            Select(
                await grain.ResolveAsync("dave", "restarted"),
                i => (i.Phase, i.ResolvedBy, i.ResolvedByHuman, i.Resolution, i.ResolvedAt, i.SnoozedUntil)));
        Assert.Equal(IncidentPhase.Resolved, (await grain.AcknowledgeAsync("eve", null))!.Phase);
        Assert.Equal(
            (IncidentPhase.Open, 1, null, null),
            Select(await grain.ReopenAsync("eve"), i => (i.Phase, i.ReopenCount, i.ResolvedAt, i.AcknowledgedBy)));
        Assert.Equal(1, (await grain.ReopenAsync("eve"))!.ReopenCount);
        Assert.Equal(start.AddMinutes(2), (await grain.GetAsync())!.FirstResponseAt);
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Deduplicated, (await grain.GetAsync())!.Id);
    }

    [Fact]
    public async Task What_a_person_opened_again_keeps_its_alert_after_the_reopen_window()
    {
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        await tenant.SendAsync(Signals.Resolved("a"), SignalActions.Resolved, id);
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await tenant.Grain(id).ReopenAsync("dave");
        await tenant.SendAsync(Signals.Firing("a"), SignalActions.Reopened, id);
        Assert.Single(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task An_unmerged_alert_gets_an_incident_of_its_own()
    {
        var id = (await tenant.SendAsync(Signals.Generic("Primary database down", "k1"))).IncidentId!;
        await tenant.SendAsync(Signals.Generic("Primary database is down", "k2"));
        var outcome = await tenant.Grain(id).UnmergeAsync("webhook:-:k2", "dave");
        var born = await tenant.IncidentAsync(outcome.NewIncidentId);
        Assert.Equal(("Primary database is down", IncidentPhase.Open), (born.Title, born.Phase));
        Assert.Equal([new JoinedAlert("webhook:-:k2", true)], born.Alerts);
        Assert.Equal([new JoinedAlert("webhook:-:k1", true)], outcome.Incident!.Alerts);

        // The intake finds out by the row that its memory is stale.
        await tenant.SendAsync(Signals.Generic("Primary database is down", "k2"), SignalActions.Deduplicated, born.Id);
        await tenant.SendAsync(Signals.Generic("Primary database is down", "k2", SignalKind.Resolved), SignalActions.Resolved, born.Id);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        Assert.Equal(2, (await tenant.FactsAsync(born.Id)).Occurrences);
        Assert.Equal(1, (await tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task What_is_not_merged_cannot_be_unmerged()
    {
        var id = (await tenant.SendAsync(Signals.Generic("Primary database down", "k1"))).IncidentId!;
        Assert.Null((await tenant.Grain(id).UnmergeAsync("webhook:-:k1", "dave")).NewIncidentId);
        Assert.Null((await tenant.Grain(id).UnmergeAsync("webhook:-:k9", "dave")).NewIncidentId);
        Assert.Null((await tenant.Grain("inc-none").UnmergeAsync("webhook:-:k1", "dave")).Incident);
        Assert.Single(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task When_the_only_alert_that_still_fires_is_unmerged_the_rest_is_over()
    {
        var id = (await tenant.SendAsync(Signals.Generic("Primary database down", "k1"))).IncidentId!;
        await tenant.SendAsync(Signals.Generic("Primary database is down", "k2"));
        await tenant.SendAsync(Signals.Generic("Primary database down", "k1", SignalKind.Resolved), SignalActions.Resolved, id);
        var outcome = await tenant.Grain(id).UnmergeAsync("webhook:-:k2", "dave");
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(outcome.NewIncidentId)).Phase);
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(id)).Phase);
    }

    private static T Select<T>(Incident? incident, Func<Incident, T> what) => what(incident!);

    private static Task<Incident?> RunAsync(IIncidentGrain grain, string command) => command switch
    {
        "acknowledge" => grain.AcknowledgeAsync("dave", "on it"),
        "resolve" => grain.ResolveAsync("dave", "restarted"),
        "note" => grain.AddNoteAsync("looks like memory", "dave"),
        "assign" => grain.AssignAsync("team-db", "dave"),
        _ => grain.SnoozeAsync(30, "dave"),
    };
}
