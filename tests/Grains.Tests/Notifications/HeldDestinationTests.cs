using AiSre.Domain.Workspaces;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>What a workspace has written and not sent when it is suspended.</summary>
public sealed class HeldDestinationTests(DestinationSilo shared) : DestinationHarness(shared), IClassFixture<DestinationSilo>
{
    private IWorkspaceGrain Workspace => Silo.Grains.GetGrain<IWorkspaceGrain>(Tenant.Workspace);

    [Fact]
    public async Task Nothing_is_sent_before_it_goes_on()
    {
        await Workspace.EnsureAsync(null);
        await Workspace.SuspendAsync("The contract has ended.", "adam");
        Slack.Answers(Tenant, (_, _) => DeliveryResult.Sent());
        await WriteAsync(Message("inc-1"));
        // The way past the alarm, which whoever writes takes at once.
        await Destination().WakeAsync();
        var began = Now;
        await Silo.AfterTicksAsync(() => Task.FromResult(Now - began > 3 * SuspensionRules.PutOff), "some time passes");
        Assert.Empty(Slack.Calls(Tenant));
        Assert.Equal(OutboxStatus.Pending, (await RowAsync("inc-1")).Status);
        await Workspace.ResumeAsync("adam");
        await DrainedAsync();
        Assert.Single(Slack.Calls(Tenant));
        Assert.Equal(OutboxStatus.Sent, (await RowAsync("inc-1")).Status);
    }
}
