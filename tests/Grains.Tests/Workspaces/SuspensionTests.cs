using AiSre.Domain.Actions;
using AiSre.Grains.Actions;
using AiSre.Grains.Tests.Escalation;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Tests.Workspaces;

/// <summary>A suspended workspace stands still, and goes on where it was.</summary>
public sealed class SuspensionTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestSilo silo = fixture.Silo;
    private readonly Duty duty = new Duty(fixture.Silo).With(Company.Definitions);

    private IWorkspaceGrain Grain => silo.Grains.GetGrain<IWorkspaceGrain>(duty.Tenant.Workspace);

    [Fact]
    public async Task Nobody_is_paged_while_it_is_suspended_and_what_is_open_is_when_it_goes_on()
    {
        await Grain.EnsureAsync(null);
        var id = await duty.OpenAsync();
        await duty.PassAsync(id, Minute);
        var told = await duty.ToldAsync(id);
        await Grain.SuspendAsync("The contract has ended.", "adam");
        await duty.PassAsync(id, 40 * Minute);
        Assert.Equal(told, await duty.ToldAsync(id));
        Assert.Equal(["0.1 sent"], await duty.OutcomesAsync(id));
        // Reading goes on.
        Assert.Equal(id, (await duty.Tenant.IncidentAsync(id)).Id);
        await Grain.ResumeAsync("adam");
        await silo.AfterTicksAsync(async () => (await duty.OutcomesAsync(id)).Count > 1, "the next step is taken");
    }

    [Fact]
    public async Task Its_alarms_are_put_off_and_do_not_come_again_and_again()
    {
        await Grain.EnsureAsync(null);
        var id = await duty.OpenAsync();
        await Grain.SuspendAsync("The contract has ended.", "adam");
        silo.Clock.Advance(20 * Minute);
        await silo.NothingDueAsync();
        Assert.All((await duty.AlarmsAsync(id)).Values, at => Assert.True(at > duty.Now));
    }

    [Fact]
    public async Task Nothing_acts_in_it()
    {
        await Grain.EnsureAsync(null);
        await Grain.SuspendAsync("The contract has ended.", "adam");
        var answer = await silo.Grains.GetGrain<IActions>(0).AttemptAsync(duty.Tenant.Workspace, new()
        {
            Request = new() { Action = ActionName.RestartPod, Namespace = "shop", PodName = "cart-1" },
            Caller = Principal.Person("dave", ActingRole.Admin),
        });
        Assert.Equal((ActionStatus.Denied, RefusalCode.WorkspaceSuspended), (answer.Status, answer.Code));
        Assert.Contains("The contract has ended.", answer.Message, StringComparison.Ordinal);
    }
}
