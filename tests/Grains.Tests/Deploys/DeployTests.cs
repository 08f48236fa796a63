using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Deploys;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Deploys;

/// <summary>A deploy, and what opens around it.</summary>
public sealed class DeployTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private IDeployReads Deploys => silo.Service<IDeployReads>();

    private Deploy Of(string id, string service, double minutesAgo = 0, DeployStatus status = DeployStatus.Succeeded) => new()
    {
        Workspace = tenant.Workspace, Id = id, Service = service, Namespace = "prod", Actor = "ci-bot", At = tenant.Now.AddMinutes(-minutesAgo),
        Status = status,
    };

    private Task<DeployOutcome> RecordAsync(Deploy deploy, bool mayRunAgain = false) =>
        silo.Grains.GetGrain<IDeployGrain>(GrainKeys.Deploy(deploy.Workspace, deploy.Id, deploy.Service)).RecordAsync(deploy, mayRunAgain);

    private static AlertSignal Firing(string name, string service, string @namespace = "prod", string? deployment = null) =>
        Signals.Firing(name, service) with { Subject = new() { Service = service, Namespace = @namespace, Deployment = deployment } };

    private async Task<string> OpenAsync(AlertSignal signal) => (await tenant.SendAsync(signal, SignalActions.Created)).IncidentId!;

    private async Task<string?> ReasonAsync(string id) => (await tenant.FactsAsync(id)).CorrelationReason;

    private async Task<List<string?>> CorrelatedAsync(string id) =>
        [.. (await tenant.PayloadsAsync(id, EventTypes.DeployCorrelated)).Select(payload => payload.GetProperty("deploy_id").GetString())];

    [Fact]
    public async Task Incidents_of_services_that_one_deploy_took_with_it_are_one_group()
    {
        foreach (var service in new[] { "cart", "checkout", "orders" }) await RecordAsync(Of("shop-1874", service));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        var parent = await OpenAsync(Firing("a", "cart", "carts"));
        silo.Clock.Advance(TimeSpan.FromMinutes(3));
        var child = await OpenAsync(Firing("b", "checkout", "checkouts"));
        var stranger = await OpenAsync(Firing("c", "search", "searches"));
        Assert.Equal((CorrelationReason.SameDeploy, parent), (await ReasonAsync(child), (await tenant.FactsAsync(child)).ParentId));
        Assert.Null(await ReasonAsync(stranger));
        Assert.Equal(["shop-1874"], await CorrelatedAsync(parent));
        Assert.Equal(["shop-1874"], await CorrelatedAsync(child));
        Assert.Empty(await CorrelatedAsync(stranger));
        Assert.Equal(5, (await tenant.PayloadsAsync(child, EventTypes.DeployCorrelated))[0].GetProperty("minutes_before_incident").GetInt32());
        Assert.Contains(
            await tenant.PayloadsAsync(child, EventTypes.IncidentGrouped),
            payload => payload.GetProperty("correlation_reason").GetString() == CorrelationReason.SameDeploy);
    }

    [Fact]
    public async Task The_same_service_groups_before_the_deploy_does_and_the_workload_after_it()
    {
        await RecordAsync(Of("d", "cart"));
        await RecordAsync(Of("d", "worker") with { Workload = "cart" });
        var parent = await OpenAsync(Firing("a", "cart"));
        Assert.Equal(CorrelationReason.SameService, await ReasonAsync(await OpenAsync(Firing("b", "cart"))));
        // Its workload is the parent's too, and the deploy is asked first.
        var child = await OpenAsync(Firing("c", "worker", deployment: "cart"));
        Assert.Equal((CorrelationReason.SameDeploy, parent), (await ReasonAsync(child), (await tenant.FactsAsync(child)).ParentId));
    }

    [Fact]
    public async Task A_deploy_of_exactly_half_an_hour_before_groups_and_one_of_a_moment_more_does_not()
    {
        foreach (var service in new[] { "cart", "checkout", "orders" }) await RecordAsync(Of("d", service));
        silo.Clock.Advance(TimeSpan.FromMinutes(20));
        var parent = await OpenAsync(Firing("a", "cart", "x"));
        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(parent, (await tenant.FactsAsync(await OpenAsync(Firing("b", "checkout", "y")))).ParentId);
        silo.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var late = await OpenAsync(Firing("c", "orders", "z"));
        Assert.Null(await ReasonAsync(late));
        Assert.Empty(await CorrelatedAsync(late));
    }

    [Fact]
    public async Task Two_deploys_are_two_reasons_and_the_nearest_counts()
    {
        await RecordAsync(Of("first", "cart", minutesAgo: 20));
        await RecordAsync(Of("first", "checkout", minutesAgo: 20));
        await RecordAsync(Of("second", "checkout", minutesAgo: 5));
        await OpenAsync(Firing("a", "cart", "x"));
        var other = await OpenAsync(Firing("b", "checkout", "y"));
        Assert.Null(await ReasonAsync(other));
        Assert.Equal(["second"], await CorrelatedAsync(other));
    }

    [Fact]
    public async Task What_began_before_the_deploy_does_not_come_from_it_although_it_was_sent_later()
    {
        await RecordAsync(Of("d", "cart", minutesAgo: 5));
        var before = await OpenAsync(Firing("a", "cart") with { StartsAt = tenant.Now.AddMinutes(-6) });
        var after = await OpenAsync(Firing("b", "cart", "x") with { StartsAt = tenant.Now.AddMinutes(-4) });
        Assert.Empty(await CorrelatedAsync(before));
        Assert.Equal(["d"], await CorrelatedAsync(after));
        Assert.Equal(1, (await tenant.PayloadsAsync(after, EventTypes.DeployCorrelated))[0].GetProperty("minutes_before_incident").GetInt32());
    }

    [Fact]
    public async Task A_correlator_that_starts_again_knows_the_deploys_and_the_incidents_that_came_from_them()
    {
        foreach (var service in new[] { "cart", "checkout", "orders" }) await RecordAsync(Of("d", service));
        var parent = await OpenAsync(Firing("a", "cart", "x"));
        await silo.RestartAsync();
        silo.Clock.Advance(TimeSpan.FromMinutes(3));
        var child = await OpenAsync(Firing("b", "checkout", "y"));
        Assert.Equal((CorrelationReason.SameDeploy, parent), (await ReasonAsync(child), (await tenant.FactsAsync(child)).ParentId));
        Assert.Equal(["d"], await CorrelatedAsync(child));
    }

    [Fact]
    public async Task A_deploy_that_is_told_of_late_reaches_the_incidents_that_had_opened()
    {
        var before = await OpenAsync(Firing("a", "cart", "x"));
        var resolved = await OpenAsync(Firing("r", "checkout", "q"));
        await tenant.SendAsync(Signals.Resolved("r", "checkout") with { Subject = new() { Service = "checkout", Namespace = "q" } });
        silo.Clock.Advance(TimeSpan.FromMinutes(4));
        foreach (var service in new[] { "cart", "checkout" }) await RecordAsync(Of("d", service, minutesAgo: 10));
        Assert.Equal(["d"], await CorrelatedAsync(before));
        Assert.Equal("d", (await tenant.IncidentAsync(before)).Deploy!.Id);
        Assert.Empty(await CorrelatedAsync(resolved));
        await RecordAsync(Of("d", "cart", minutesAgo: 10));
        Assert.Equal(["d"], await CorrelatedAsync(before));
        var child = await OpenAsync(Firing("b", "checkout", "y"));
        Assert.Equal((CorrelationReason.SameDeploy, before), (await ReasonAsync(child), (await tenant.FactsAsync(child)).ParentId));
    }

    [Fact]
    public async Task Deploys_of_another_workspace_are_nobodys_business()
    {
        await RecordAsync(Of("d", "cart"));
        await RecordAsync(Of("d", "checkout"));
        var other = silo.NewTenant();
        foreach (var signal in new[] { Firing("a", "cart", "x"), Firing("b", "checkout", "y") })
        {
            var id = (await other.SendAsync(signal, SignalActions.Created)).IncidentId;
            Assert.Empty(await other.PayloadsAsync(id, EventTypes.DeployCorrelated));
            Assert.Null((await other.FactsAsync(id)).CorrelationReason);
        }
        var queries = silo.Grains.GetGrain<IDeployQueries>(0);
        Assert.Empty(await queries.RecentAsync(new() { Workspace = other.Workspace }));
        Assert.Equal(2, (await queries.RecentAsync(new() { Workspace = tenant.Workspace })).Length);
        Assert.Null(await queries.LatestAsync(other.Workspace, new("cart", null, null, null), tenant.Now, DeployRules.Lookback));
    }

    [Fact]
    public async Task Said_again_it_is_the_same_deploy_and_goes_on()
    {
        Assert.False((await RecordAsync(Of("d", "cart", status: DeployStatus.Started))).Repeated);
        var began = tenant.Now;
        silo.Clock.Advance(TimeSpan.FromMinutes(6));
        var done = await RecordAsync(Of("d", "cart"));
        Assert.Equal((false, DeployStatus.Succeeded, began), (done.Repeated, done.Stored!.Status, done.Stored.At));
        silo.Clock.Advance(TimeSpan.FromMinutes(6));
        var again = await RecordAsync(Of("d", "cart") with { Actor = "eve" });
        Assert.True(again.Repeated);
        Assert.Equal(done.Stored, again.Stored);
        Assert.Equal((done.Stored, 2), (await Deploys.FindAsync(tenant.Workspace, "d", "cart"))!.Value);
    }

    [Fact]
    public async Task A_revision_that_goes_out_once_more_much_later_asks_for_an_id_of_its_own()
    {
        await RecordAsync(Of("d", "cart"), mayRunAgain: true);
        silo.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null((await RecordAsync(Of("d", "cart"), mayRunAgain: true)).Stored);
        Assert.True((await RecordAsync(Of("d", "cart"))).Repeated);
    }

    [Fact]
    public async Task Many_at_once_are_one_deploy()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => RecordAsync(Of("d", "cart"))));
        Assert.Single(outcomes, outcome => !outcome.Repeated);
        Assert.Single(await Deploys.RecentAsync(new() { Workspace = tenant.Workspace }));
    }

    [Fact]
    public async Task A_ledger_that_is_away_takes_nothing_and_the_next_try_is_the_first()
    {
        silo.Database.Broken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(Of("d", "cart")));
        silo.Database.Broken = false;
        await TestSilo.UntilAsync(async () =>
        {
            try
            {
                return !(await RecordAsync(Of("d", "cart"))).Repeated;
            }
            catch (LedgerUnavailableException)
            {
                return false;
            }
        }, "the ledger is back");
        Assert.Single(await Deploys.RecentAsync(new() { Workspace = tenant.Workspace }));
    }

    [Fact]
    public async Task What_an_incident_came_from_is_remembered_by_its_document()
    {
        await RecordAsync(Of("d", "cart"));
        var id = await OpenAsync(Firing("a", "cart"));
        await silo.RestartAsync();
        Assert.Equal("d", (await tenant.IncidentAsync(id)).Deploy!.Id);
        Assert.Contains(EventTypes.DeployCorrelated, await tenant.EventsAsync(id));
    }
}
