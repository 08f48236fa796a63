using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Alerts;
using AiSre.Grains.Silences;

namespace AiSre.Grains.Tests.Silences;

public sealed class SilencedIncidentTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private ISilencesGrain Silences => silo.Grains.GetGrain<ISilencesGrain>(tenant.Workspace);

    [Fact]
    public async Task An_incident_that_opens_under_maintenance_is_marked_from_its_first_moment()
    {
        var silence = await PutAsync(Window(minutes: 60) with { Maintenance = true });
        var incident = await tenant.IncidentAsync((await tenant.SendAsync(Signals.Firing("a"))).IncidentId);
        Assert.Equal(new SilenceMark(silence.Id, silence.EndsAt!.Value, true, "new disks"), incident.Silenced);
        Assert.Equal([EventTypes.AlertReceived, EventTypes.IncidentCreated, EventTypes.IncidentSilenced], await tenant.EventsAsync(incident.Id));
        var other = await tenant.IncidentAsync((await tenant.SendAsync(Signals.Firing("b", service: "search"))).IncidentId);
        Assert.Null(other.Silenced);
    }

    [Fact]
    public async Task What_is_open_when_a_silence_begins_is_marked_before_the_answer_to_it_and_told_of_again_before_that_to_its_end()
    {
        var ids = new List<string>();
        for (var i = 0; i < 40; i++) ids.Add(await OpenAsync($"a{i}"));
        var taken = await OpenAsync("taken");
        await tenant.Grain(taken).AcknowledgeAsync("dave", null);
        var other = await OpenAsync("b", "search");
        var over = await OpenAsync("over");
        await tenant.Grain(over).ResolveAsync("dave", null);

        var silence = await PutAsync(Window(minutes: 60));
        foreach (var id in ids.Append(taken))
        {
            Assert.Equal(silence.Id, (await tenant.IncidentAsync(id)).Silenced?.SilenceId);
            Assert.Single(await tenant.EventsAsync(id), EventTypes.IncidentSilenced);
        }
        Assert.Equal(41, (await tenant.Reads.QuietAsync(tenant.Workspace, 100)).Length);
        foreach (var id in (string[])[other, over]) Assert.Null((await tenant.IncidentAsync(id)).Silenced);

        // Changed, it holds only what it matches now; ended, nothing.
        await PutAsync(silence with { Matchers = [.. silence.Matchers, new() { Name = "title", Value = "a7 fails.*", IsRegex = true }] });
        Assert.Equal([ids[7]], (await tenant.Reads.QuietAsync(tenant.Workspace, 100)).Select(incident => incident.Id));
        await Silences.ExpireAsync(silence.Id, "dave");
        Assert.Empty(await tenant.Reads.QuietAsync(tenant.Workspace, 100));
        Assert.Single(await tenant.EventsAsync(ids[7]), EventTypes.SilenceEnded);
    }

    [Fact]
    public async Task What_is_open_when_a_window_begins_is_marked_then_and_again_in_the_next_one()
    {
        await PutAsync(Daily(tenant.Now.AddMinutes(2), minutes: 2));
        await PutAsync(Daily(tenant.Now.AddMinutes(8), minutes: 2));
        var id = await OpenAsync("a");
        // Nothing else looks at it: it has no step to come.
        await tenant.Grain(id).AcknowledgeAsync("dave", null);
        for (var window = 0; window < 2; window++)
        {
            await UntilAsync(id, incident => incident.Silenced is not null);
            await LoudAsync(id);
        }
        Assert.Equal(2, (await tenant.EventsAsync(id)).Count(type => type == EventTypes.IncidentSilenced));
    }

    [Fact]
    public async Task What_cannot_be_marked_at_once_is_marked_by_the_alarm()
    {
        var id = await OpenAsync("a");
        silo.Reader.Broken = true;
        await PutAsync(Window(minutes: 600));
        silo.Reader.Broken = false;
        Assert.Null((await tenant.IncidentAsync(id)).Silenced);
        silo.Clock.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(id, incident => incident.Silenced is not null);
    }

    [Fact]
    public async Task A_silence_that_is_over_marks_nothing_new()
    {
        await PutAsync(Window(minutes: 10));
        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null((await tenant.IncidentAsync((await tenant.SendAsync(Signals.Firing("a"))).IncidentId)).Silenced);
    }

    [Fact]
    public async Task The_mark_goes_when_the_silence_ends_by_itself()
    {
        await PutAsync(Window(minutes: 10));
        var id = await SilencedAsync("a");
        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await LoudAsync(id);
        Assert.Single(await tenant.EventsAsync(id), EventTypes.SilenceEnded);
        Assert.Empty(await tenant.Reads.QuietAsync(tenant.Workspace, 10));
    }

    [Fact]
    public async Task A_silence_that_was_prolonged_in_the_meantime_goes_on()
    {
        var silence = await PutAsync(Window(minutes: 10));
        var id = await SilencedAsync("a");
        await PutAsync(silence with { EndsAt = tenant.Now.AddMinutes(30) });
        await UntilAsync(id, incident => incident.Silenced?.Until == tenant.Now.AddMinutes(30) || incident.Silenced?.Until > silence.EndsAt);
        silo.Clock.Advance(TimeSpan.FromMinutes(12));
        Assert.NotNull((await tenant.IncidentAsync(id)).Silenced);
        silo.Clock.Advance(TimeSpan.FromMinutes(18));
        await LoudAsync(id);
    }

    [Fact]
    public async Task Ending_a_silence_early_wakes_what_it_silenced_and_nothing_that_another_one_does()
    {
        var first = await PutAsync(Window(minutes: 60));
        var second = await PutAsync(Window(minutes: 30) with { Matchers = [new() { Name = "service", Value = "search" }] });
        var ids = new List<string>();
        for (var i = 0; i < 40; i++) ids.Add(await SilencedAsync($"a{i}"));
        var other = await SilencedAsync("b", "search");

        Assert.NotNull(await Silences.ExpireAsync(first.Id, "dave"));
        foreach (var id in ids) await LoudAsync(id);
        Assert.Equal(second.Id, (await tenant.IncidentAsync(other)).Silenced!.SilenceId);
        Assert.Single(await tenant.EventsAsync(ids[7]), EventTypes.SilenceEnded);
    }

    [Fact]
    public async Task A_silence_whose_matchers_change_lets_go_of_what_they_do_not_match_any_more()
    {
        var silence = await PutAsync(Window(minutes: 60));
        var id = await SilencedAsync("a");
        await PutAsync(silence with { Matchers = [new() { Name = "service", Value = "search" }] });
        await LoudAsync(id);
    }

    [Fact]
    public async Task A_crash_between_the_end_of_a_silence_and_the_waking_wakes_after_the_restart()
    {
        var silence = await PutAsync(Window(minutes: 600));
        var id = await SilencedAsync("a");
        // Ended on disk, but who is silenced cannot be read: the process dies there.
        silo.Reader.Broken = true;
        await Silences.ExpireAsync(silence.Id, "dave");
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(4));
        await LoudAsync(id);
    }

    [Fact]
    public async Task A_silence_does_not_end_while_nobody_could_be_woken_for_it()
    {
        var silence = await PutAsync(Window(minutes: 60));
        silo.Database.Broken = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Silences.ExpireAsync(silence.Id, "dave"));
        Assert.Equal(silence.EndsAt, Assert.Single(await Silences.ListAsync()).EndsAt);
    }

    [Fact]
    public async Task What_waits_for_the_next_window_is_told_of_and_what_opens_in_it_is_not()
    {
        var begins = new DateTimeOffset(tenant.Now.UtcDateTime.Date, TimeSpan.Zero).AddHours(tenant.Now.Hour + 1);
        await PutAsync(Daily(begins, minutes: 60));
        Assert.Null((await tenant.IncidentAsync((await tenant.SendAsync(Signals.Firing("a"))).IncidentId)).Silenced);
        silo.Clock.Advance(begins - tenant.Now + TimeSpan.FromMinutes(15));
        var id = await SilencedAsync("b");
        Assert.Equal(begins.AddHours(1), (await tenant.IncidentAsync(id)).Silenced!.Until);
    }

    [Fact]
    public async Task A_resolved_incident_has_no_silence_to_end_and_one_that_opens_again_has()
    {
        await PutAsync(Window(minutes: 10));
        var id = await SilencedAsync("a");
        await tenant.Grain(id).ResolveAsync("dave", null);
        Assert.Empty(await tenant.Reads.QuietAsync(tenant.Workspace, 10));
        await tenant.Grain(id).ReopenAsync("dave");
        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await LoudAsync(id);
    }

    [Fact]
    public async Task An_unmerged_alert_is_as_silent_as_it_was_and_as_long()
    {
        await PutAsync(Window(minutes: 10));
        var id = (await tenant.SendAsync(Signals.Generic("Primary database down", "k1"))).IncidentId!;
        await tenant.SendAsync(Signals.Generic("Primary database down", "k2"), SignalActions.Deduplicated, id);
        var incident = await tenant.IncidentAsync(id);
        var split = (await tenant.Grain(id).UnmergeAsync(incident.Alerts[1].Identity, "dave")).NewIncidentId!;
        Assert.Equal(incident.Silenced, (await tenant.IncidentAsync(split)).Silenced);
        Assert.NotNull(incident.Silenced);
        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await LoudAsync(split);
        await LoudAsync(id);
    }

    private Silence Window(int minutes) => new()
    {
        Matchers = [new() { Name = "service", Value = Tenant.Service }], StartsAt = tenant.Now, EndsAt = tenant.Now.AddMinutes(minutes),
        Author = "dave", Comment = "new disks",
    };

    /// <summary>Comes again every day at the minute of an instant.</summary>
    private Silence Daily(DateTimeOffset begins, int minutes) => Window(minutes: 0) with
    {
        EndsAt = null,
        Schedule = new() { FromMinute = MinuteOf(begins), ToMinute = MinuteOf(begins.AddMinutes(minutes)), TimeZone = "UTC" },
    };

    private static int MinuteOf(DateTimeOffset at) => (int)at.TimeOfDay.TotalMinutes;

    private async Task<Silence> PutAsync(Silence silence) => (await Silences.PutAsync(silence)).Silence!;

    private async Task<string> OpenAsync(string fingerprint, string service = Tenant.Service) =>
        (await tenant.SendAsync(Signals.Firing(fingerprint, service, title: $"{fingerprint} fails {service}"))).IncidentId!;

    private async Task<string> SilencedAsync(string fingerprint, string service = Tenant.Service)
    {
        var id = await OpenAsync(fingerprint, service);
        Assert.NotNull((await tenant.IncidentAsync(id)).Silenced);
        return id;
    }

    private Task LoudAsync(string id) => UntilAsync(id, incident => incident.Silenced is null);

    private Task UntilAsync(string id, Func<Incident, bool> happened) =>
        silo.AfterTicksAsync(async () => happened(await tenant.IncidentAsync(id)), "the mark of the incident changes");
}
