using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Tests.Escalation;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>No channel takes the page: the next level hears of it within seconds, and nobody twice.</summary>
public sealed class DeadChannelTests : IAsyncLifetime
{
    private readonly ScriptedChannel slack = new("slack"), pager = new("pagerduty"), email = new("email"), log = new("log");
    private TestSilo silo = null!;
    private Duty duty = null!;

    private Tenant Tenant => duty.Tenant;

    private IEnumerable<NotificationDeliveryView> Calls =>
        new[] { slack, pager, email }.SelectMany(channel => channel.Calls(Tenant))
            .Select(call => new NotificationDeliveryView(call.Channel.Name, call.Address, call.Content.Step, call.Now));

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync(configure: services =>
        {
            foreach (var channel in new[] { slack, pager, email, log }) services.AddSingleton<INotificationChannel>(channel);
        });
        duty = new Duty(silo).With(Company.Definitions);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Refused_everywhere_the_page_goes_to_the_next_level_and_everybody_is_told_once()
    {
        var began = silo.Clock.GetUtcNow();
        Refuse(slack);
        Refuse(pager);
        email.Answers(Tenant, (call, _) => call.Address == "eve@x.test" ? DeliveryResult.Sent() : Refused);
        var id = await duty.OpenAsync();
        await silo.AfterTicksAsync(() => Task.FromResult(Calls.Any(call => call.Address == "eve@x.test")), "eve is told");
        Assert.InRange(Calls.Single(call => call.Address == "eve@x.test").At - began, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await duty.PassAsync(id, TimeSpan.FromMinutes(16));
        Assert.Equal(["0.1 unreached", "0.2 sent"], await duty.OutcomesAsync(id));
        Assert.All(Calls.Where(call => call.Step is not null).GroupBy(call => (call.Channel, call.Address)), calls => Assert.Single(calls));
        Assert.Equal(1, Assert.Single(await Tenant.PayloadsAsync(id, EventTypes.EscalationUnreached)).GetProperty("level").GetInt32());
        Assert.NotNull(silo.Service<UnreachedPages>().LastAt);
    }

    [Fact]
    public async Task Channels_that_do_not_answer_do_not_keep_the_page_from_the_next_level()
    {
        var began = silo.Clock.GetUtcNow();
        slack.Answers(Tenant, (_, _) => new DeliveryResult(DeliveryOutcome.Retry, "connection refused"));
        pager.Answers(Tenant, (_, _) => new DeliveryResult(DeliveryOutcome.Retry, "connection refused"));
        await duty.OpenAsync();
        await silo.AfterTicksAsync(() => Task.FromResult(Calls.Any(call => call.Address == "eve@x.test")), "eve is told");
        Assert.InRange(Calls.First(call => call.Address == "eve@x.test").At - began, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_destination_that_is_left_alone_does_not_keep_the_page_from_the_next_level(bool pauses)
    {
        var answer = new DeliveryResult(DeliveryOutcome.Retry, "busy", pauses ? TimeSpan.FromMinutes(5) : null);
        slack.Answers(Tenant, (_, _) => answer);
        pager.Answers(Tenant, (_, _) => answer);
        // Enough to open its circuit.
        for (var i = 0; i < 5; i++)
        {
            silo.Clock.Advance(TimeSpan.FromSeconds(2));
            await TestAsync("slack", "U1");
            await TestAsync("pagerduty", "default");
        }
        var began = silo.Clock.GetUtcNow();
        var id = await duty.OpenAsync();
        await silo.AfterTicksAsync(() => Task.FromResult(Calls.Any(call => call.Address == "eve@x.test")), "eve is told");
        Assert.InRange(Calls.Single(call => call.Address == "eve@x.test").At - began, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        // Nobody has even tried to page the first level.
        Assert.DoesNotContain(Calls, call => call.Step is not null && call.Channel != "email");
        Assert.Equal(["0.1 unreached", "0.2 sent"], await duty.OutcomesAsync(id));
        Assert.Single(await Tenant.PayloadsAsync(id, EventTypes.EscalationUnreached));
        Assert.All(
            (await duty.OutboxAsync(id)).Where(row => row.Message.IsPage && row.Message.Channel != "email"),
            row => Assert.Equal((OutboxStatus.Pending, 0), (row.Status, row.Attempts)));
    }

    [Fact]
    public async Task Where_no_level_can_be_reached_it_is_loud_and_the_passes_go_on()
    {
        foreach (var channel in new[] { slack, pager, email }) Refuse(channel);
        var id = await duty.OpenAsync();
        await silo.AfterTicksAsync(
            async () => (await Tenant.PayloadsAsync(id, EventTypes.EscalationUnreached)).Count == 3, "three levels have reached nobody");
        Assert.Equal(["0.1 unreached", "0.2 unreached", "0.3 unreached"], await duty.OutcomesAsync(id));
        Assert.All(
            Calls.Where(call => call.Step is not null).GroupBy(call => (call.Channel, call.Address, call.Step)), calls => Assert.Single(calls));
    }

    private Task<TestDelivery> TestAsync(string channel, string address) =>
        silo.Grains.GetGrain<IDestinationGrain>(GrainKeys.Destination(Tenant.Workspace, channel, address)).TestAsync(new()
        {
            Key = "test", Workspace = Tenant.Workspace, Channel = channel, Address = address,
            Content = new()
            {
                Kind = NotificationKind.Test, Severity = Severity.High, Workspace = Tenant.Workspace, Title = "x", Since = duty.Now, At = duty.Now,
            },
        });

    private static DeliveryResult Refused => new(DeliveryOutcome.Rejected, "channel_not_found");

    private void Refuse(ScriptedChannel channel) => channel.Answers(Tenant, (_, _) => Refused);

    private sealed record NotificationDeliveryView(string Channel, string Address, string? Step, DateTimeOffset At);
}
