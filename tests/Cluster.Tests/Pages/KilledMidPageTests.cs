using System.Collections.Concurrent;
using System.Text;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>
/// Two thousand incidents page while silos die: every step of every incident is told at least once, and what is told twice can be recognised. Then
/// nobody is there while two steps fall due: they are told as one, and it says how late. Beside the other tests, because nearly all of its time
/// nobody does anything.
/// </summary>
[Collection(BesideTheOthers.Name)]
public sealed class KilledMidPageTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>
    /// Each kill can fall between a message's sending and its mark, once an address. Three of them are less than one in a thousand of the two
    /// messages that each incident sends there.
    /// </summary>
    private const int Incidents = 2_000;

    private static readonly string[] Addresses = ["a", "b", "c"];

    private readonly TempFolder folder = new();
    private readonly Random random = new(TestSeed.Choose());
    private PageRecorder recorder = null!;
    private ClusterProcesses cluster = null!;

    public async ValueTask InitializeAsync()
    {
        recorder = await PageRecorder.StartAsync();
        PageConfig.ThreeSteps(folder, recorder, Addresses);
        cluster = await ClusterProcesses.StartAsync(new ClusterLayout { Environment =
            new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = folder.Path } });
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await recorder.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_step_of_every_incident_is_told_whoever_dies()
    {
        var incidents = OpenAsync();
        await KillAsync(cluster.Silos[0], 200, 2_000);
        await KillAsync(cluster.Silos[1], 1_000, 5_000);
        var ids = await incidents;
        Assert.Equal(Incidents, ids.Count);
        await ToldAsync(ids, "dave");
        // However long that took: the last one has both further steps before it.
        ids.Add(await OpenAsync(Incidents));
        var opened = DateTimeOffset.UtcNow;
        await ToldAsync(ids, "dave");

        // Until two further steps have been due for every incident, nobody is there.
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
        await Task.Delay(opened + TimeSpan.FromSeconds(122) - DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
        foreach (var silo in cluster.Silos) await silo.RestartAsync();
        // Two cold silos with everything due at once, beside another test.
        await Poll.UntilAsync(
            "pages to go on", () => recorder.Pages.Any(page => Tells(page, "frank")), 3 * Poll.Patience, onTimeout: () => cluster.Log);
        await KillAsync(cluster.Silos[random.Next(2)], 0, 2_000);
        await ToldAsync(ids, "eve");
        await ToldAsync(ids, "frank");

        VerifyCollapsed(ids);
        VerifyRepeats();
    }

    private async Task<HashSet<string>> OpenAsync()
    {
        var ids = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Incidents), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, _) => ids.Add(await OpenAsync(i)));
        return [.. ids];
    }

    /// <summary>As a sender does: again, until it is acknowledged.</summary>
    private async Task<string> OpenAsync(int i)
    {
        var alert = $$"""{"title":"Service {{i}} is down","severity":"critical","service":"service-{{i}}","dedup_key":"page-{{i}}"}""";
        return await Poll.ForAsync($"alert {i} to be taken", async () =>
        {
            try
            {
                using var answer =
                    await cluster.Apis[i % 2].Http.PostAsync(new Uri("webhook", UriKind.Relative),
                        new StringContent(alert, Encoding.UTF8, "application/json"));
                if (!answer.IsSuccessStatusCode) return null;
                using var body = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                return body.RootElement.GetProperty("incident_id").GetString();
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }, onTimeout: () => cluster.Log);
    }

    private async Task KillAsync(ClusterProcess silo, int afterAtLeast, int afterAtMost)
    {
        await Task.Delay(random.Next(afterAtLeast, afterAtMost), TestContext.Current.CancellationToken);
        output.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} kill -9 {silo.Name}, {recorder.Pages.Count} pages by now");
        await silo.KillAsync();
        await silo.RestartAsync();
        await silo.WaitUntilReadyAsync();
    }

    private Task ToldAsync(HashSet<string> ids, string person) => Poll.UntilNoneAsync(
        $"{person} to be told of every incident",
        () => Task.FromResult((long)Addresses.Max(address => ids.Except(ToldAt(address, person)).Count())), () => cluster.Log);

    private IEnumerable<string> ToldAt(string address, string person) =>
        recorder.Pages.Where(page => page.Address == address && Tells(page, person)).Select(IncidentOf);

    /// <summary>
    /// What was due while nobody was there comes as one message for both, and says that it is late. Where opening was slow, the second step of the
    /// first incidents was taken before.
    /// </summary>
    private void VerifyCollapsed(HashSet<string> ids)
    {
        var early = recorder.Pages.Where(page => Tells(page, "eve") && !Tells(page, "frank")).Select(IncidentOf).ToHashSet();
        output.WriteLine($"{ids.Count - early.Count} of {ids.Count} had two steps due while nobody was there");
        Assert.True(early.Count < ids.Count, "No incident had two steps due while nobody was there.");
        foreach (var page in recorder.Pages.Where(page => !Tells(page, "dave") && !early.Contains(IncidentOf(page))))
            Assert.True(page.Body.GetProperty("late_by_seconds").GetInt64() > 5 && Tells(page, "eve") && Tells(page, "frank"),
                $"{page.Key} is not late, or is not for both.");
    }

    /// <summary>What came more often than once came with one key each, and was rare.</summary>
    private void VerifyRepeats()
    {
        var pages = recorder.Pages.ToList();
        var messages = pages.Select(page => (page.Address, page.Key)).Distinct().Count();
        output.WriteLine($"{pages.Count} pages, {pages.Count - messages} of them repeated");
        foreach (var person in new[] { "dave", "eve", "frank" })
        {
            foreach (var told in pages.Where(page => Tells(page, person)).GroupBy(page => (page.Address, IncidentOf(page))))
                Assert.Single(told.Select(page => page.Key).Distinct());
        }
        Assert.True(pages.Count - messages <= messages / 1_000, $"{pages.Count - messages} of {messages} messages came again.");
    }

    private static string IncidentOf(Page page) => page.Body.GetProperty("incident_id").GetString()!;

    private static bool Tells(Page page, string person) =>
        page.Body.GetProperty("recipients").EnumerateArray().Any(recipient => recipient.GetString() == person);
}
