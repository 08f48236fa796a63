using System.Net.Http.Json;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Slos;

/// <summary>
/// A service that a real Prometheus scrapes fails for five minutes, and a real server watches its budget. The clock of the server and that of the
/// samples are the test's: a minute of theirs takes a second or two.
/// </summary>
[Collection(BesideTheOthers.Name)]
public sealed class ScrapedServiceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int PerStep = 100;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Step = TimeSpan.FromSeconds(10);

    private readonly TempFolder folder = new();
    private readonly ToyService service = new();
    private FakedClock clock = null!;
    private PrometheusProcess prometheus = null!;
    private SiloProcess silo = null!;
    private DateTimeOffset now;

    public async ValueTask InitializeAsync()
    {
        if (FakedClock.Library is null || ServerPrograms.Find(ServerPrograms.Prometheus) is null)
        {
            const string Missing = "faketime or prometheus is not installed: apt-get install faketime prometheus, or run ./test";
            if (Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") Assert.Fail(Missing);
            Assert.Skip(Missing);
        }
        // Not ahead of the Prometheus, which takes no samples of the future.
        now = Whole(DateTimeOffset.UtcNow - TimeSpan.FromMinutes(50));
        clock = new FakedClock();
        clock.Set(now - DateTimeOffset.UtcNow);
        prometheus = await PrometheusProcess.StartAsync(service.Address, new("http://127.0.0.1:9/"), "groups: []", "100ms");
        folder.Write("clusters.yaml", $"clusters: {{ shop: {{ prometheus: {{ url: \"{prometheus.Address}\" }} }} }}");
        silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string>(clock.Environment) { ["AI_SRE_CONFIG_DIR"] = folder.Path },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (silo is not null) await silo.DisposeAsync();
        if (prometheus is not null) await prometheus.DisposeAsync();
        service.Dispose();
        clock?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Five_minutes_of_errors_raise_the_fast_tier_and_cost_what_the_counters_say()
    {
        await DefineAsync();
        for (var minute = 0; minute < 20; minute++)
        {
            if (minute == 12) service.Restart();
            await PassAsync(errors: 0);
        }
        Assert.Equal(("ok", 0), (await LevelAsync(), await OpenAsync()));

        var looks = 0;
        while (await LevelAsync() is not "critical")
        {
            Assert.True(++looks <= 2, "The fast tier has not risen within two looks.");
            await PassAsync(errors: 20);
        }
        output.WriteLine($"risen after {looks} looks");
        await Poll.UntilAsync("its incident", async () => await OpenAsync() > 0);
        for (; looks < 5; looks++) await PassAsync(errors: 20);

        var after = 0;
        for (; await FiresAsync("page_fast"); after++) await PassAsync(errors: 0);
        output.WriteLine($"fallen after {after} looks");
        Assert.InRange(after, 2, 8);
        await Poll.UntilAsync("its incident is over", async () => (await PagesAsync()).TrueForAll(state => state is "resolved"));
        Assert.Single(await PagesAsync());

        // What is asked of whole days is asked as of every fifth minute.
        service.Restart();
        do await PassAsync(errors: 0);
        while (now.Minute % 5 != 0);
        var (first, last) = (service.Scraped[0], service.Scraped[^1]);
        var (bad, minutes) = ((last.Bad - first.Bad) / (double)(last.Total - first.Total), (last.At - first.At).TotalMinutes);
        var budget = await BudgetAsync();
        var (told, ratio) = (budget.GetProperty("budget_consumed_minutes").GetDouble(), 1 - budget.GetProperty("sli").GetDouble());
        output.WriteLine($"{told} min and {ratio:0.00000}, by the counters {bad * minutes:0.000} min and {bad:0.00000}");
        Assert.InRange(ratio, bad * 0.99, bad * 1.01);
        // Told are tenths of a minute.
        Assert.InRange(told, bad * minutes * 0.99 - 0.05, bad * minutes * 1.01 + 0.05);
    }

    /// <summary>A minute of requests, of which so many of each hundred fail, and the look that follows it.</summary>
    private async Task PassAsync(int errors)
    {
        for (var end = now + Minute; now < end;) await service.ServeAsync(now += Step, PerStep * errors / 100, PerStep);
        // Looks begin some seconds after the minute.
        clock.Set(now.AddSeconds(10) - DateTimeOffset.UtcNow);
        await Poll.UntilAsync(
            $"a look at {now:HH:mm}", async () => (await BudgetAsync()).GetProperty("evaluated_at").GetDateTimeOffset() >= now,
            onTimeout: () => silo.Log);
    }

    private async Task DefineAsync()
    {
        using var answer = await silo.Http.PostAsJsonAsync("slo", new
        {
            name = "shop", service = "shop", target = 0.999,
            source = new
            {
                type = "prometheus", url_ref = "shop",
                error_query = "sum(rate(http_requests_total{code=\"500\"}[{{window}}]))", total_query = "sum(rate(http_requests_total[{{window}}]))",
            },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> BudgetAsync() => await silo.Http.GetFromJsonAsync<JsonElement>("slo/shop/budget");

    private async Task<string?> LevelAsync() => (await BudgetAsync()).GetProperty("alert_level").GetString();

    private async Task<bool> FiresAsync(string tier) => (await BudgetAsync()).GetProperty("firing_tiers").EnumerateArray()
        .Any(one => one.GetProperty("tier").GetString() == tier && one.GetProperty("state").GetString() is "firing");

    private async Task<int> OpenAsync() => (await PagesAsync()).Count(state => state is not "resolved");

    /// <summary>The states of the incidents of the fast tier.</summary>
    private async Task<List<string?>> PagesAsync() =>
    [
        .. (await silo.Http.GetFromJsonAsync<JsonElement>("incidents?limit=100")).GetProperty("incidents").EnumerateArray()
            .Where(incident => incident.GetProperty("title").GetString()!.Contains("(page_fast)", StringComparison.Ordinal))
            .Select(incident => incident.GetProperty("state").GetString()),
    ];

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % Minute.Ticks, TimeSpan.Zero);
}
