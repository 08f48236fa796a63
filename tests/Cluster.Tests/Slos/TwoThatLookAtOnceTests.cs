using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Slos;

/// <summary>
/// Two processes on one database that know nothing of one another, as when a cluster has come apart: each rings the alarm, each looks at every SLO,
/// and each tells an intake of its own. The versions of the rows leave one incident for each tier.
/// </summary>
[Collection(BesideTheOthers.Name)]
public sealed class TwoThatLookAtOnceTests
{
    private const int Shops = 6;

    [Fact]
    public async Task Two_processes_that_look_at_once_open_one_incident_for_each_tier()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var settings = new SiloSettings { Environment = new Dictionary<string, string> { ["AI_SRE_POSTGRES"] = postgres.ConnectionString() } };
        await using var first = await SiloProcess.StartAsync(settings);
        await using var second = await SiloProcess.StartAsync(settings);
        HttpClient[] both = [first.Http, second.Http];
        for (var shop = 0; shop < Shops; shop++) await ShopsThatAreDown.GoesDownAsync(both[shop % 2], shop);

        var expected = ShopsThatAreDown.Expected(Shops).ToList();
        var alerts = StoredAlerts.InPostgres(postgres.ConnectionString());
        // Whoever is asked how all stand looks at once where it has not looked before.
        await ShopsThatAreDown.PromiseAsync(first.Http, [.. Enumerable.Range(0, Shops)]);
        await Task.WhenAll(both.Select(http => Poll.UntilAsync("each has looked at all", async () =>
        {
            await http.GetStringAsync("platform/overview");
            return await ShopsThatAreDown.LooksAsync(http) >= Shops;
        }, onTimeout: () => $"{first.Log}\n{second.Log}")));
        // Then whoever rings first: both say at once that it is time.
        for (var round = 0; round < 3; round++)
        {
            var before = await LooksAsync();
            await Task.WhenAll(both.Select(http => ShopsThatAreDown.PromiseAsync(http, [.. Enumerable.Range(0, Shops)])));
            await Poll.UntilAsync("all were looked at again", async () => await LooksAsync() >= before + Shops);
        }
        await Poll.UntilAsync("every tier has its incident", () => alerts.Texts(ShopsThatAreDown.Raised).Count >= expected.Count);
        Assert.Equal(expected, alerts.Texts(ShopsThatAreDown.Raised).Order(StringComparer.Ordinal));
        // Nor is there an incident of an alert that lost.
        Assert.Equal(expected.Count, alerts.Texts("SELECT id FROM incidents WHERE source = 'slo'").Count);

        async Task<int> LooksAsync() => await ShopsThatAreDown.LooksAsync(first.Http) + await ShopsThatAreDown.LooksAsync(second.Http);
    }
}
