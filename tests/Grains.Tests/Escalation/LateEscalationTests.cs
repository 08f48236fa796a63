using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Grains.Tests.Escalation;

/// <summary>The platform was away over the due times, or two activations know of one incident.</summary>
public sealed class LateEscalationTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Duty duty = new Duty(fixture.Silo).With(Company.Definitions);

    [Fact]
    public async Task After_forty_minutes_everything_is_told_once_and_says_that_it_is_late()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, TimeSpan.FromMinutes(1));
        await silo.RestartAsync(outage: TimeSpan.FromMinutes(40));
        await TakenAsync(id, 3);
        Assert.Equal(["0.1 sent", "0.2 collapsed_into:0.3", "0.3 sent"], await duty.OutcomesAsync(id));
        Assert.Equal(["0:1:U1:slack", "0:1:default:pagerduty", "0:3:eve@x.test:email", "0:3:ann@x.test:email"], await duty.PagesAsync(id));
        var late = (await duty.OutboxAsync(id)).Where(row => row.Message.Key.Contains(":0:3:", StringComparison.Ordinal))
            .Select(row => row.Message.Content.LateBySeconds!.Value);
        Assert.All(late, seconds => Assert.InRange(seconds, 26 * 60, 27 * 60));
    }

    [Fact]
    public async Task After_more_than_a_day_one_message_goes_to_the_first_level_and_the_admins()
    {
        var id = await duty.OpenAsync();
        await silo.RestartAsync(outage: TimeSpan.FromHours(25));
        await TakenAsync(id, 3);
        var pages = (await duty.OutboxAsync(id)).Where(row => row.Message.IsPage && row.Message.Content.Note is not null).ToList();
        Assert.Equal(["ann", "dave"], pages.SelectMany(row => row.Message.Content.Recipients).Distinct().Order());
    }

    [Fact]
    public async Task A_restart_in_the_middle_neither_repeats_nor_forgets_a_step()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, TimeSpan.FromMinutes(16));
        await silo.RestartAsync();
        await duty.PassAsync(id, TimeSpan.FromMinutes(15));
        Assert.Equal(["0:1:U1:slack", "0:1:default:pagerduty", "0:2:eve@x.test:email", "0:3:ann@x.test:email"], await duty.PagesAsync(id));
    }

    [Fact]
    public async Task Two_activations_that_take_one_step_tell_it_once()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, TimeSpan.FromMinutes(1));
        var due = (await duty.AlarmsAsync(id))["escalation"];
        var clock = new FakeTimeProvider(due);
        var (one, two) = (await ActivationAsync(id, clock), await ActivationAsync(id, clock));
        var answers = await Task.WhenAll(one.OnAlarmAsync(new("escalation", due, null)), two.OnAlarmAsync(new("escalation", due, null)));
        Assert.All(answers, answer => Assert.Equal(AlarmAnswer.Settled, answer));
        Assert.Equal(["0.1 sent", "0.2 sent"], await duty.OutcomesAsync(id));
        Assert.Equal(2, (await duty.Tenant.EventsAsync(id)).Count(type => type == EventTypes.EscalationStep));
        Assert.Equal(["0:1:U1:slack", "0:1:default:pagerduty", "0:2:eve@x.test:email"], await duty.PagesAsync(id));
    }

    [Fact]
    public async Task An_acknowledgement_that_an_old_activation_has_not_seen_still_stops_its_step()
    {
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, TimeSpan.FromMinutes(1));
        var due = (await duty.AlarmsAsync(id))["escalation"];
        var old = await ActivationAsync(id, new FakeTimeProvider(due));
        await duty.Tenant.Grain(id).AcknowledgeAsync("dave", null);
        Assert.Equal(AlarmAnswer.Settled, await old.OnAlarmAsync(new("escalation", due, null)));
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
    }

    private Task TakenAsync(string id, int steps) => silo.AfterTicksAsync(
        async () => ((await duty.Tenant.IncidentAsync(id)).Escalation?.Fired.Length ?? 0) >= steps, "the steps are taken");

    private Task<IncidentGrain> ActivationAsync(string id, TimeProvider clock) =>
        Alarms.SecondActivation.OfAsync(silo, duty.Tenant.Workspace, id, clock);
}
