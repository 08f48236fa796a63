using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Slos;

/// <summary>The process dies between a tier's rise and its incident: never a second incident, and none missing.</summary>
[Collection(BesideTheOthers.Name)]
public sealed class KilledMidRiseTests(ITestOutputHelper output)
{
    private const int Kills = 5;

    [Fact]
    public async Task Each_tier_that_has_risen_has_one_incident_whenever_the_process_dies()
    {
        var seed = TestSeed.Choose();
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var silo = await SiloProcess.StartAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            await ShopsThatAreDown.GoesDownAsync(silo.Http, kill);
            // Its tiers have risen already when it is promised.
            await ShopsThatAreDown.PromiseAsync(silo.Http, kill);
            await Task.Delay(random.Next(0, 250));
            await silo.KillAsync();
            await silo.RestartAsync();
        }
        var expected = ShopsThatAreDown.Expected(Kills).ToList();
        await Poll.UntilAsync("every tier has its incident", () => Found(silo).Count >= expected.Count);
        // Two looks later there are no more of them.
        for (var look = 1; look <= 2; look++)
        {
            await ShopsThatAreDown.PromiseAsync(silo.Http, 0);
            await Poll.UntilAsync("all were looked at again", async () => await ShopsThatAreDown.LooksAsync(silo.Http) >= look * Kills);
        }
        Assert.Equal(expected, Found(silo).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> Found(SiloProcess silo) => StoredAlerts.InFile(silo.LedgerFile).Texts(ShopsThatAreDown.Raised);
}
