using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Tests.Alerts;

namespace AiSre.Grains.Tests.Incidents;

/// <summary>Alerts of two services come at once, and the ledger would have the second before the first.</summary>
public sealed class OvertakingTests : IAsyncLifetime
{
    private TestSilo silo = null!;
    private Tenant tenant = null!;
    private HeldLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await TestSilo.StartAsync(topology: new Topology([new("checkout", ["payments"])]), configure: HeldLedger.Register);
        ledger = silo.Service<HeldLedger>();
        tenant = silo.NewTenant();
        await tenant.SendAsync(Signals.Firing("elsewhere", "elsewhere"));
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_child_of_another_service_waits_for_its_parent()
    {
        const string Key = "{}:{alertname=\"Down\"}";
        var (first, second) = await BothAsync(
            Signals.Firing("a", "cart") with { GroupKey = Key }, Signals.Firing("b", "search") with { GroupKey = Key });

        Assert.Equal(GroupId.For(first), (await tenant.FactsAsync(second)).GroupId);
        Assert.Equal([new GroupChild(second, CorrelationReason.SameSourceGroup)], await tenant.Reads.ChildrenAsync(tenant.Workspace, first));
    }

    [Fact]
    public async Task What_others_depend_on_waits_for_those_it_will_lead()
    {
        var (first, second) = await BothAsync(Signals.Firing("a", "checkout"), Signals.Firing("b", "payments"));

        Assert.Equal(second, (await tenant.FactsAsync(first)).ParentId);
    }

    private async Task<(string First, string Second)> BothAsync(AlertSignal first, AlertSignal second)
    {
        ledger.Holds = typeof(IncidentBirthEntry);
        var one = tenant.SendAsync(first);
        await ledger.Held;
        var two = tenant.SendAsync(second);
        Assert.NotEqual(two, await Task.WhenAny(two, Task.Delay(TimeSpan.FromMilliseconds(300))));
        ledger.LetGo();
        return ((await one).IncidentId!, (await two).IncidentId!);
    }
}
