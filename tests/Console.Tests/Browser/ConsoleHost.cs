using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.TestHost;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AiSre.Console.Tests.Browser.ConsoleHost))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerClass, MaxParallelThreads = 2)]

namespace AiSre.Console.Tests.Browser;

/// <summary>
/// The real server as a process and a real Chromium, shared by all tests, two of which run at a time. Each test has a workspace of its own, so that
/// none sees what another does.
/// </summary>
public sealed class ConsoleHost : IAsyncLifetime
{
    /// <summary>The one workspace that Bea's key opens.</summary>
    public const string WorkspaceOfBea = "beas-bakery";

    private static readonly Dictionary<string, string> Keys = new()
    {
        ["ada"] = "admin-key-of-ada-0123456789abcdef",
        ["dana"] = "operator-key-of-dana-0123456789abcdef",
        ["omar"] = "operator-key-of-omar-0123456789abcdef",
        ["vic"] = "viewer-key-of-vic-0123456789abcdef",
        ["bea"] = "admin-key-of-bea-0123456789abcdef",
    };

    /// <summary>Its own lookups and updates would go out to networks that tests do not have.</summary>
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage",
    ];

    /// <summary>What a browser keeps of somebody who has signed in and been here, by who that is.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<Cookie[]>>> sessions = new();

    private IPlaywright? playwright;
    private IBrowser? browser;
    private int workspaces;

    public ConsoleHost() => (Shop, Demo) = (new(() => Tests.Browser.Shop.FillAsync(this)), new(FillDemoAsync));

    /// <summary>A workspace with something on every page, and an incident in it; filled when the first test asks for it.</summary>
    public Lazy<Task<FilledShop>> Shop { get; }

    /// <summary>The workspace of the demo, and an incident in it; filled when the first test asks for it.</summary>
    public Lazy<Task<FilledShop>> Demo { get; }

    public SiloProcess Silo { get; private set; } = null!;

    public ConsoleCluster Cluster { get; private set; } = null!;

    /// <summary>Takes what workspaces send whose Slack is here.</summary>
    public SlackRecorder Slack { get; } = new();

    public IBrowser Browser => browser!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await ConsoleCluster.StartAsync();
        Silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string>(NoRateLimits.Settings)
            {
                ["AI_SRE_API_KEYS"] = $"ada={Keys["ada"]}:admin,dana={Keys["dana"]}:operator,omar={Keys["omar"]}:operator," +
                    $"vic={Keys["vic"]}:viewer,bea={Keys["bea"]}:admin:{WorkspaceOfBea}",
                ["AI_SRE_CONFIG_DIR"] = Cluster.Folder,
                ["AI_SRE_OUTBOUND_ALLOW"] = Slack.Authority,
            },
        });
        // Two tests share two cores with what they look at, and a page that took long to make asks again after up to 30 s.
        Assertions.SetDefaultExpectTimeout(90_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Headless = true, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        await Silo.DisposeAsync();
        Slack.Dispose();
        await Cluster.DisposeAsync();
    }

    public string NewWorkspace() => $"shop-{Interlocked.Increment(ref workspaces)}";

    public static string KeyOf(string who) => Keys[who];

    /// <summary>A browser of its own with a session that somebody has begun before: all of one name share it.</summary>
    public async Task<Visitor> VisitAsync(string workspace, string who = "dana", BrowserNewContextOptions? options = null)
    {
        var visitor = await AnonymousAsync(workspace, options);
        await visitor.Context.AddCookiesAsync(await SessionOf(who));
        return visitor;
    }

    /// <summary>A browser of its own in which somebody has signed in, with a session of its own.</summary>
    public async Task<Visitor> SignInAsync(string workspace, string who = "dana")
    {
        var visitor = await AnonymousAsync(workspace);
        await visitor.SignInAsync(KeyOf(who));
        return visitor;
    }

    /// <summary>What the server answers to somebody's browser, without one.</summary>
    public async Task<HttpResponseMessage> GetAsync(string workspace, string path, string who = "dana")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Visitor.AddressOf(workspace, path));
        request.Headers.Add("Cookie", string.Join("; ", (await SessionOf(who)).Select(cookie => $"{cookie.Name}={cookie.Value}")));
        return await Silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A browser of its own in which nobody has signed in.</summary>
    public async Task<Visitor> AnonymousAsync(string workspace, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = Silo.Address.ToString();
        options.TimezoneId ??= "Europe/Berlin";
        options.Locale ??= "en-GB";
        return await Visitor.OpenAsync(await Browser.NewContextAsync(options), workspace);
    }

    /// <summary>Asks the API as somebody with the role of an admin.</summary>
    public async Task<JsonNode?> ApiAsync(HttpMethod method, string path, string workspace, object? body = null, string who = "ada")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-API-Key", KeyOf(who));
        request.Headers.Add("X-Workspace-Id", workspace);
        if (body is not null)
        {
            var text = body as string ?? System.Text.Json.JsonSerializer.Serialize(body);
            request.Content = new StringContent(text, Encoding.UTF8, body is string ? "application/yaml" : "application/json");
        }
        using var response = await Silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {answer}");
        return answer.Length == 0 || answer[0] is not ('{' or '[') ? null : JsonNode.Parse(answer);
    }

    /// <summary>Sends one alert.</summary>
    /// <returns>The incident that it became.</returns>
    public async Task<string> AlertAsync(
        string workspace, string title, string service = "checkout", string severity = "critical", string? key = null,
        string? description = null, string place = "shop")
    {
        var answer = await ApiAsync(HttpMethod.Post, "webhook", workspace, new
        {
            title, severity, service, description = description ?? "", @namespace = place, dedup_key = key ?? Guid.NewGuid().ToString("N"),
        });
        return $"{answer!["incident_id"]}";
    }

    /// <summary>Sends an alert about a pod of the cluster that was killed for its memory.</summary>
    /// <returns>The incident that it became.</returns>
    public async Task<string> OutOfMemoryAsync(string workspace, string deployment, string pod)
    {
        var answer = await ApiAsync(HttpMethod.Post, "webhook", workspace, new
        {
            title = $"Pod {pod} was OOMKilled", severity = "critical", service = deployment, @namespace = "shop", pod, deployment,
            description = "container main: OOMKilled", dedup_key = pod, labels = new { pod, deployment },
        });
        return $"{answer!["incident_id"]}";
    }

    private Task<Cookie[]> SessionOf(string who) => sessions.GetOrAdd(who, name => new(() => BeginAsync(name))).Value;

    private async Task<Cookie[]> BeginAsync(string who)
    {
        await using var visitor = await SignInAsync("default", who);
        // The second page is the first that knows the reader's zone.
        await visitor.GoAsync("/incidents");
        return
        [
            .. (await visitor.Context.CookiesAsync()).Select(cookie => new Cookie
            {
                Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, Expires = cookie.Expires,
                HttpOnly = cookie.HttpOnly, Secure = cookie.Secure, SameSite = cookie.SameSite,
            }),
        ];
    }

    private async Task<FilledShop> FillDemoAsync()
    {
        const string demo = "demo";
        await ApiAsync(HttpMethod.Post, "demo/seed", demo);
        await Poll.UntilAsync(
            "the demo to be written", async () => $"{(await ApiAsync(HttpMethod.Get, "demo/seed", demo))!["state"]}" == "done",
            TimeSpan.FromMinutes(3));
        var open = (await ApiAsync(HttpMethod.Get, "incidents?state=open", demo))!["incidents"]!.AsArray();
        var runs = (await ApiAsync(HttpMethod.Get, "workflows/runs", demo))!["runs"]!.AsArray();
        var done = (await ApiAsync(HttpMethod.Get, "audit?action=action_executed", demo))!["entries"]!.AsArray();
        var helped = done.First(row => $"{row!["detail"]!["target"]}".StartsWith("Pod/checkout", StringComparison.Ordinal))!;
        // The alert of an SLO about it came later, and says less.
        var critical = open.First(incident => $"{incident!["severity"]}" == "critical" && $"{incident["source"]}" != "slo");
        return new(demo, $"{critical!["id"]}")
        {
            Slo = "search-latency",
            Run = $"{runs.First(run => $"{run!["status"]}" == "waiting_approval")!["run_id"]}", Action = $"{helped["subject"]}",
            Acted = $"{helped["detail"]!["incident_id"]}",
        };
    }

    private static string Chromium() =>
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("The console's tests need Chromium: sudo apt-get install chromium");
}
