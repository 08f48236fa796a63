using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AiSre.Console.Tests;

/// <summary>What holds for every page. The pictures that are taken on the way lie in data/screenshots.</summary>
[Collection(OnConsole.Name)]
public sealed partial class EveryPageTests(ConsoleHost host)
{
    private const string Incident = "/incidents/{incident}";
    private const string Tried = Incident + "/actions/{action}";
    private const string Run = "/workflows/runs/{run}";

    /// <summary>A page and its name in the folder of pictures.</summary>
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/incidents", "incidents"), (Incident, "incident"), ("/oncall", "oncall"), ("/silences", "silences"), ("/heartbeats", "heartbeats"),
        ("/notifications", "notifications"), ("/dead-letters", "dead-letters"), ("/definitions", "definitions"), ("/connect", "connect"),
        ("/system", "system"), ("/approvals", "approvals"), ("/workflows", "workflows"), ("/workflows/oom-recovery", "workflow"),
        (Run, "run"), (Incident + "/act", "act"), (Tried, "action"), ("/kill-switch", "kill-switch"), ("/no-such-page", "missing"),
    ];

    /// <summary>Light and dark, each wide and narrow.</summary>
    private static readonly (string Name, ColorScheme Scheme, int Width, int Height)[] Looks =
    [
        ("1440-light", ColorScheme.Light, 1440, 950), ("1440-dark", ColorScheme.Dark, 1440, 950), ("390-light", ColorScheme.Light, 390, 844),
        ("390-dark", ColorScheme.Dark, 390, 844),
    ];

    /// <summary>Of pages that the demo fills with more than a test does: long lists, long words, groups, a storm.</summary>
    private static readonly string[] FullInDemo =
        ["incidents", "incident", "oncall", "silences", "heartbeats", "notifications", "dead-letters", "definitions"];

    public static TheoryData<string, string, string> All => new(
        from page in Pages from look in Looks select (page.Path, page.Name, look.Name));

    public static TheoryData<string, string, string> AllOfDemo => new(
        from page in Pages where FullInDemo.Contains(page.Name) from look in Looks select (page.Path, page.Name, look.Name));

    public static TheoryData<string> Paths => new(Pages.Select(page => page.Path));

    [Theory, MemberData(nameof(All))]
    public async Task A_page_fits_is_accessible_and_breaks_no_rule(string path, string name, string look) =>
        await LookAsync(await host.Shop.Value, path, name, look);

    [Theory, MemberData(nameof(AllOfDemo))]
    public async Task So_it_is_with_two_weeks_of_incidents(string path, string name, string look) =>
        await LookAsync(await host.Demo.Value, path, $"demo-{name}", look);

    private async Task LookAsync(FilledShop at, string path, string name, string look)
    {
        var workspace = at.Workspace;
        var (_, scheme, width, height) = Looks.Single(known => known.Name == look);
        await using var dana = await host.VisitAsync(
            workspace, "dana", new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        var page = await dana.GoAsync(at.Address(path));
        await Pictures.TakeAsync(page, $"{name}-{look}");

        var (inner, content) = (await page.EvaluateAsync<int>("innerWidth"), await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(content <= inner, $"{content} px wide in a window of {inner} px");
        var serious = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical");
        Assert.Empty(serious.Select(violation => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
        // A browser complains about the status of a page that is missing.
        if (name is not "missing") dana.AssertQuiet();
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task A_page_says_the_same_without_script(string path)
    {
        var shop = await host.Shop.Value;
        await using var dana = await host.VisitAsync(shop.Workspace, "dana", new() { JavaScriptEnabled = false });
        await dana.GoAsync(shop.Address(path));
        Assert.NotEmpty(await dana.Page.Locator("h1").InnerTextAsync());
        Assert.NotEmpty(await dana.Page.Locator("#main").InnerTextAsync());
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task A_page_has_nothing_inline(string path)
    {
        var shop = await host.Shop.Value;
        await using var dana = await host.VisitAsync(shop.Workspace);
        var answer = await dana.Page.GotoAsync($"console/{shop.Workspace}{shop.Address(path)}");
        var html = await answer!.TextAsync();
        Assert.DoesNotMatch(Inline(), html);
        Assert.DoesNotContain("unsafe", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
    }

    [GeneratedRegex("""<style|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)|(href|src|action)="\s*javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
