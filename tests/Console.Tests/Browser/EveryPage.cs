using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace AiSre.Console.Tests.Browser;

/// <summary>The console's pages, and how each is looked at. The pictures that are taken on the way lie in data/screenshots.</summary>
public static class EveryPage
{
    private const string Incident = "/incidents/{incident}";

    /// <summary>A page and its name in the folder of pictures.</summary>
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/incidents", "incidents"), (Incident, "incident"), ("/oncall", "oncall"), ("/silences", "silences"), ("/heartbeats", "heartbeats"),
        ("/notifications", "notifications"), ("/dead-letters", "dead-letters"), ("/definitions", "definitions"), ("/connect", "connect"),
        ("/system", "system"), ("/approvals", "approvals"), ("/workflows", "workflows"), ("/workflows/oom-recovery", "workflow"),
        ("/workflows/runs/{run}", "run"), (Incident + "/act", "act"), ("/incidents/{acted}/actions/{action}", "action"),
        ("/kill-switch", "kill-switch"), ("/policies", "policies"), ("/policies?action=restart_pod&namespace=shop", "policy-asked"),
        ("/autonomy", "autonomy"), ("/slos", "slos"), ("/slos/{slo}", "slo"),
        ("/services", "services"), ("/services/payments-api", "service"), ("/alert-quality", "alert-quality"),
        ("/reports", "reports"), ("/reports/outlook", "outlook"), ("/reports/calibration", "calibration"),
        (Incident + "/postmortem", "postmortem"), ("/ask", "ask"), ("/workspaces", "workspaces"), ("/workspaces/{workspace}", "workspace"),
        ("/no-such-page", "missing"),
    ];

    /// <summary>
    /// Light and dark, each wide and narrow. What a page is made of does not change with its colours, nor its colours with its width, so that each is
    /// looked at once.
    /// </summary>
    private static readonly Look[] Looks =
    [
        new("1440-light", ColorScheme.Light, 1440, 950, Accessibility.All), new("1440-dark", ColorScheme.Dark, 1440, 950, Accessibility.Colours),
        new("390-light", ColorScheme.Light, 390, 844, Accessibility.All), new("390-dark", ColorScheme.Dark, 390, 844, null),
    ];

    /// <summary>Of a page that was looked at in all of them, with other things on it.</summary>
    private static readonly Look[] Again = [Looks[0], Looks[3] with { Rules = Accessibility.All }];

    /// <summary>Of pages that the demo fills with more than a test does: long lists, long words, groups, a storm.</summary>
    private static readonly string[] FullInDemo =
    [
        "incidents", "incident", "oncall", "silences", "heartbeats", "notifications", "dead-letters", "definitions", "approvals", "workflows", "run",
        "action", "policies", "policy-asked", "autonomy", "slos", "slo", "services", "alert-quality", "reports", "outlook",
    ];

    public static TheoryData<string, string> All => new(from page in Pages select (page.Path, page.Name));

    public static TheoryData<string, string> AllOfDemo => new(from page in Pages where FullInDemo.Contains(page.Name) select (page.Path, page.Name));

    public static TheoryData<string> Paths => new(Pages.Select(page => page.Path));

    public static async Task LookAsync(ConsoleHost host, string path, string name) => await LookAsync(host, await host.Shop.Value, path, name, Looks);

    public static async Task LookAgainAsync(ConsoleHost host, string path, string name) =>
        await LookAsync(host, await host.Demo.Value, path, $"demo-{name}", Again);

    /// <summary>Loads a page once: sizes and colours are the style sheet's, which a browser follows as they change.</summary>
    private static async Task LookAsync(ConsoleHost host, FilledShop at, string path, string name, Look[] looks)
    {
        await using var dana = await host.VisitAsync(at.Workspace);
        var page = await dana.GoAsync(at.Address(path));
        foreach (var (look, scheme, width, height, rules) in looks)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Pictures.TakeAsync(page, $"{name}-{look}");
            var content = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(content <= width, $"{look}: {content} px wide in a window of {width} px");
            if (rules is not null) Assert.Empty((await Accessibility.SeriousAsync(page, rules)).Select(serious => $"{look}: {serious}"));
        }
        // A browser complains about the status of a page that is missing.
        if (name is not "missing") dana.AssertQuiet();
    }

    /// <param name="Rules">What axe looks for; null: nothing.</param>
    private sealed record Look(string Name, ColorScheme Scheme, int Width, int Height, AxeRunOptions? Rules);
}
