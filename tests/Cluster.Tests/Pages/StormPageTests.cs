using System.Text;
using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>
/// Ten thousand incidents open within a minute in one workspace while Slack takes one message a second. Whatever is critical is paged by group, the
/// chat hears of all of it in a few messages, nothing is lost, and another workspace's pages are as quick as ever.
/// </summary>
[Collection(BesideTheOthers.Name)]
public sealed partial class StormPageTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Workspace = "default";
    private const string Other = "ws-other";
    private static readonly TimeSpan OtherPace = TimeSpan.FromSeconds(5);

    private readonly TempFolder folder = new();
    private StormVendors vendors = null!;
    private SiloProcess silo = null!;
    private StormLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        vendors = await StormVendors.StartAsync();
        PageConfig.Storm(folder, vendors);
        silo = await SiloProcess.StartAsync(new()
        {
            Environment =
                new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = folder.Path, ["AI_SRE_OUTBOUND_ALLOW"] = new Uri(vendors.Url).Authority },
        });
        ledger = new StormLedger(silo.LedgerFile);
    }

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        await vendors.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Ten_thousand_incidents_in_a_minute_page_by_group_flood_nobody_and_delay_no_other_workspace()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await DefineOtherAsync(cancellation);
        var load = new StormLoad(silo.Http);
        var began = DateTimeOffset.UtcNow;
        var storm = load.SendAsync(cancellation);
        var others = new List<string>();
        while (!storm.IsCompleted)
        {
            others.Add(await load.OpenAsync(Other, others.Count, cancellation));
            await Task.WhenAny(storm, Task.Delay(OtherPace, cancellation));
        }
        await storm;
        var lasted = DateTimeOffset.UtcNow - began;
        output.WriteLine($"{StormLoad.Incidents} alerts in {lasted.TotalSeconds:0.0} s");
        await silo.DrainedAsync();

        await Poll.UntilAsync("everything to be told",
            () => ledger.Outstanding(Workspace) is (0, 0) && others.TrueForAll(vendors.Told.ContainsKey),
            TimeSpan.FromSeconds(150), () => $"{ledger.Outstanding(Workspace)}{Environment.NewLine}{silo.Log}");
        output.WriteLine($"all told after {(DateTimeOffset.UtcNow - began).TotalSeconds:0.0} s");
        var messages = ledger.Messages();
        VerifyNothingIsLost(messages);
        VerifyPages(messages);
        VerifyChat(messages);
        VerifyOther(others);
    }

    private async Task DefineOtherAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("definitions", UriKind.Relative));
        request.Headers.Add("X-Workspace-Id", Other);
        request.Content = new StringContent(PageConfig.Other(vendors), Encoding.UTF8, "application/yaml");
        using var answer = await silo.Http.SendAsync(request, cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Every message was sent, or something that was sent stands in for it.</summary>
    private void VerifyNothingIsLost(IReadOnlyList<StoredMessage> messages)
    {
        Assert.Equal(StormLoad.Incidents, ledger.Incidents(Workspace).Count);
        var byKey = messages.ToDictionary(message => (message.Workspace, message.Key));
        foreach (var message in messages)
        {
            var last = message;
            while (!last.IsSent)
            {
                Assert.True(last.Status == 3, $"{last} is neither sent nor suppressed.");
                last = byKey[(message.Workspace, KeyInReason().Match(last.Error!).Value)];
            }
        }
    }

    private void VerifyPages(IReadOnlyList<StoredMessage> messages)
    {
        var paged = vendors.Triggers.Keys.ToHashSet();
        Assert.Equal(StormLoad.Groups, ledger.Incidents(Workspace).Count(incident => incident.ParentId is null));
        var critical = ledger.Incidents(Workspace).Where(incident => incident.IsCritical).ToList();
        // The first critical child of a group that was not critical is paged for the group.
        var byChild = messages.Where(message => message.Channel == "pagerduty" && IsPaged(message.IncidentId!)).Select(message => message.Key)
            .ToHashSet();
        output.WriteLine(
            $"{critical.Count} critical incidents, {critical.Count(incident => incident.ParentId is null)} of them no children; {paged.Count} pages, "
                + $"{vendors.PagerDutyRefused} refused for now");
        foreach (var incident in critical)
        {
            Assert.True(
                IsPaged(incident.Id)
                    || (incident.ParentId is { } parent
                    && (IsPaged(parent)
                        || byChild.Any(key => key.StartsWith($"n:{Workspace}:{parent}:opened:critical.child:", StringComparison.Ordinal)))),
                $"Nobody was paged for {incident}.");
        }
        Assert.Contains(critical, incident => incident.ParentId is null);
        Assert.Contains(critical, incident => incident.ParentId is { } parent && !IsPaged(parent));

        bool IsPaged(string incident) => paged.Contains($"ai-sre:{Workspace}:{incident}");
    }

    /// <summary>
    /// The bound of docs/rules/notifications.md: in each minute one digest and ten critical messages, which may come at once; and before the first
    /// digest 20 that wait and a burst of three.
    /// </summary>
    private void VerifyChat(IReadOnlyList<StoredMessage> messages)
    {
        var posts = vendors.Slack.ToList();
        var minutes = (posts[^1].At - posts[0].At).TotalMinutes;
        var bound = (1 + (int)minutes) + (10 + (int)(10 * minutes)) + 20 + 3;
        var digests = posts.Where(post => post.Digest is not null).ToList();
        output.WriteLine(
            $"Slack took {posts.Count} messages in {minutes * 60:0} s, {bound} are allowed, and refused {vendors.SlackRefused}; digests of "
                + $"{string.Join(", ", digests.Select(post => post.Digest))}");
        Assert.InRange(posts.Count, 1, bound);

        var chat = messages.Where(message => message.Channel == "slack").ToList();
        Assert.Equal(chat.Count(message => message.IsSent), posts.Count);
        Assert.NotEmpty(digests);
        Assert.Equal(chat.Count(message => !message.IsDigest), posts.Count - digests.Count + digests.Sum(post => post.Digest!.Value));
        Assert.True(chat.Count > 10 * posts.Count, $"There was no flood to keep away: {chat.Count} messages.");
    }

    private void VerifyOther(List<string> opened)
    {
        var createdAt = ledger.Incidents(Other)
            .ToDictionary(incident => incident.Id, incident => DateTimeOffset.FromUnixTimeMilliseconds(incident.CreatedAt));
        var delays = opened.ConvertAll(incident => vendors.Told[incident] - createdAt[incident]);
        output.WriteLine($"Delays of the other workspace in ms: {string.Join(", ", delays.Select(delay => $"{delay.TotalMilliseconds:0}"))}");
        // The storm is told for minutes. Whoever waited for it would wait longer than this.
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(15)));
    }

    [GeneratedRegex(@"n:\S+$")]
    private static partial Regex KeyInReason();
}
