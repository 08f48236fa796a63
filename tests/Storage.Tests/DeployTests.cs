using AiSre.Domain.Deploys;
using AiSre.Grains;
using AiSre.Grains.Deploys;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;

namespace AiSre.Storage.Tests;

public abstract class DeployTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private readonly FakeTimeProvider clock = new(Samples.Noon);

    private IDeployReads Deploys => Service<IDeployReads>();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);

    private static Deploy Of(
        string id, double minutesAgo, string service = "payments", string? @namespace = "prod", string workspace = "ws-1") => new()
    {
        Workspace = workspace, Id = id, Service = service, Namespace = @namespace, Actor = "ci-bot", At = Samples.Noon.AddMinutes(-minutesAgo),
    };

    private Task<DeployWrite> WriteAsync(Deploy deploy, int version = 0) => CommitAsync(new DeployWrite { Deploy = deploy, Version = version });

    private async Task<IEnumerable<string>> RecentAsync(DeployFilter filter) => (await Deploys.RecentAsync(filter)).Select(deploy => deploy.Id);

    private async Task<IEnumerable<string>> AroundAsync(DeployTarget target, double fromMinutesAgo, double toMinutesAgo, int limit = 10) =>
        (await Deploys.AroundAsync("ws-1", target, Samples.Noon.AddMinutes(-fromMinutesAgo), Samples.Noon.AddMinutes(-toMinutesAgo), limit))
        .Select(deploy => deploy.Id);

    [Fact]
    public async Task A_deploy_is_read_as_it_was_written_also_after_a_restart()
    {
        var deploy = Of("team/1 %", 5) with
        {
            Environment = "prod", Image = "payments:v2", CommitSha = "abc", Version = "v2", Url = "https://ci.test/1", Cluster = "eu",
            Workload = "Payments-API", Status = DeployStatus.Failed, FinishedAt = Samples.Noon, Tool = "github",
        };
        await WriteAsync(deploy);
        await RestartAsync();
        Assert.Equal((deploy, 1), (await Deploys.FindAsync("ws-1", deploy.Id, "payments"))!.Value);
        Assert.Null(await Deploys.FindAsync("ws-1", deploy.Id, "cart"));
        Assert.Null(await Deploys.FindAsync("ws-2", deploy.Id, "payments"));
        Assert.Equal(["payments-api"], Rows("SELECT workload FROM deploys"));
    }

    [Fact]
    public async Task A_grain_keeps_it_as_its_state()
    {
        var storage = Service<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>(LedgerState.Storage);
        var grain = GrainId.Create(DeployWrite.Kind, GrainKeys.Deploy("ws-1", "team/1 %", "pay/ments"));
        var state = new GrainState<Kept<Deploy>>();
        await storage.ReadStateAsync("deploy", grain, state);
        Assert.False(state.RecordExists);
        foreach (var status in new[] { DeployStatus.Started, DeployStatus.Succeeded })
        {
            state.State = new Kept<Deploy> { Value = Of("team/1 %", 5, "pay/ments") with { Status = status } };
            await storage.WriteStateAsync("deploy", grain, state);
        }
        var again = new GrainState<Kept<Deploy>>();
        await storage.ReadStateAsync("deploy", grain, again);
        Assert.Equal(("2", DeployStatus.Succeeded), (again.ETag, again.State!.Value!.Status));
    }

    [Fact]
    public async Task Of_several_that_know_the_same_one_writes()
    {
        var births = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => WriteAsync(Of("d", i))));
        Assert.Single(births, entry => entry.Outcome is LedgerOutcome.Applied);
        var changes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => WriteAsync(Of("d", i) with { Status = DeployStatus.Failed }, version: 1)));
        Assert.Single(changes, entry => entry.Outcome is LedgerOutcome.Applied);
        Assert.Equal(LedgerOutcome.Conflict, (await WriteAsync(Of("d", 1), version: 7)).Outcome);
        Assert.Equal(LedgerOutcome.Conflict, (await WriteAsync(Of("none", 1), version: 1)).Outcome);
        Assert.Equal(2, (await Deploys.FindAsync("ws-1", "d", "payments"))!.Value.Version);
        Assert.Equal(1, Count("deploys"));
    }

    [Fact]
    public async Task One_deploy_of_several_services_is_a_row_for_each()
    {
        var entries = await Task.WhenAll(new[] { "cart", "orders", "storefront" }.Select(service => WriteAsync(Of("shop-1874", 5, service))));
        Assert.All(entries, entry => Assert.Equal(LedgerOutcome.Applied, entry.Outcome));
        Assert.Equal(3, Count("deploys"));
    }

    [Fact]
    public async Task A_list_is_newest_first_and_of_one_workspace()
    {
        foreach (var deploy in new[]
        {
            Of("a", 30), Of("b", 10, "cart"), Of("c", 20, "cart", "test"), Of("d", 5, @namespace: null), Of("e", 1, workspace: "ws-2"),
        }) await WriteAsync(deploy);
        Assert.Equal(["d", "b", "c", "a"], await RecentAsync(new() { Workspace = "ws-1" }));
        Assert.Equal(["e", "d", "b", "c", "a"], await RecentAsync(new()));
        Assert.Equal(["d", "b"], await RecentAsync(new() { Workspace = "ws-1", Limit = 2 }));
        Assert.Equal(["b", "c"], await RecentAsync(new() { Workspace = "ws-1", Service = "cart" }));
        Assert.Equal(["b", "a"], await RecentAsync(new() { Workspace = "ws-1", Namespace = "prod" }));
        Assert.Equal(["b"], await RecentAsync(new() { Workspace = "ws-1", Service = "cart", Namespace = "prod" }));
        Assert.Empty(await RecentAsync(new() { Workspace = "ws-2", Service = "cart" }));
        Assert.Equal(["d", "b"], (await Deploys.SinceAsync("ws-1", Samples.Noon.AddMinutes(-10), 10)).Select(deploy => deploy.Id));
    }

    [Fact]
    public async Task Around_an_incident_are_those_of_its_service_or_of_its_workload_with_both_ends()
    {
        foreach (var deploy in new[]
        {
            Of("a", 30), Of("b", 31), Of("c", 0), Of("d", -1), Of("e", 7, "wallet") with { Workload = "Payments" }, Of("f", 8, "wallet", "test"),
            Of("g", 9, workspace: "ws-2"), Of("h", 12, @namespace: null),
        }) await WriteAsync(deploy);
        Assert.Equal(["c", "e", "h", "a"], await AroundAsync(new("payments", "prod", "payments", null), 30, 0));
        Assert.Equal(["c", "e"], await AroundAsync(new("payments", "prod", "payments", null), 30, 0, limit: 2));
        Assert.Equal(["c", "h", "a"], await AroundAsync(new("payments", null, null, null), 30, 0));
        Assert.Equal(["c", "e", "a"], await AroundAsync(new(null, "prod", "payments", null), 30, 0));
        Assert.Empty(await AroundAsync(default, 30, 0));
    }

    [Fact]
    public async Task What_is_older_than_thirteen_months_goes_with_the_next_of_its_workspace()
    {
        await WriteAsync(Of("old", 60));
        await WriteAsync(Of("of another", 60, workspace: "ws-2"));
        clock.Advance(DeployLimits.Kept - TimeSpan.FromMinutes(30));
        await WriteAsync(Of("new", 0) with { At = clock.GetUtcNow() });
        Assert.Equal(["new"], await RecentAsync(new() { Workspace = "ws-1" }));
        Assert.Equal(["of another"], await RecentAsync(new() { Workspace = "ws-2" }));
    }

    [Fact]
    public async Task It_is_in_the_feed_as_what_it_is_and_what_was_refused_is_not()
    {
        var feed = Service<IFeedReads>();
        var start = await feed.EndAsync();
        await WriteAsync(Of("shop/1874", 5));
        await WriteAsync(Of("shop/1874", 5));
        await TestHost.Poll.UntilAsync("it is told", async () => (await feed.ReadAsync("ws-1", start, 10)).Events.Length > 0);
        var told = Assert.Single((await feed.ReadAsync("ws-1", start, 10)).Events);
        Assert.Equal(("deploy", "shop/1874", "changed", "ci-bot", Samples.Noon), (told.Kind, told.Id, told.Type, told.Actor, told.At));
        Assert.Empty((await feed.ReadAsync("ws-2", start, 10)).Events);
    }
}
