using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Error budgets: those of the demo with two weeks behind them, and what an incident has cost.</summary>
public sealed partial class BudgetTests(ConsoleHost host)
{
    [Fact]
    public async Task The_demo_has_budgets_that_burn_that_are_corrected_and_that_are_whole()
    {
        var demo = await host.Demo.Value;
        await using var dana = await host.VisitAsync(demo.Workspace);
        var page = await dana.GoAsync("/slos");
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(7);
        await Expect(page.Locator("[data-row]").First).ToContainTextAsync("payments-authorisations");
        await Expect(Row(page, "storefront-availability")).ToContainTextAsync("100 %");
        await Expect(Row(page, "catalog-answers:de")).ToContainTextAsync("fine");

        await page.GetByRole(AriaRole.Link, new() { Name = "catalog-answers:se" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("catalog-answers:se");
        var lines = page.Locator("figure.chart polyline");
        Assert.True(await DifferentAsync(lines.First) > 30, "the budget's line shows how it went");
        Assert.True(await DifferentAsync(lines.Last) > 30, "the burn's line shows how it went");
        await Expect(page.Locator("section[aria-labelledby=h-tiers]")).ToContainTextAsync("fires since");

        await dana.GoAsync("/slos/search-latency");
        await Expect(page.Locator("section[aria-labelledby=h-corrections]")).ToContainTextAsync("Load test before the winter sale");
        Assert.True(await DifferentAsync(lines.First) > 2, "incidents have left steps");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task An_incident_says_what_it_has_burnt_and_leads_to_the_objective_and_says_nothing_where_it_burnt_nothing()
    {
        var workspace = host.NewWorkspace();
        await host.ApiAsync(HttpMethod.Post, "slo", workspace, new
        {
            name = "till-open", service = "till", target = 0.99, window_days = 7, alerting = new { tiers = "none" },
        });
        var down = await DownAsync(workspace, "till", "critical");
        var slow = await DownAsync(workspace, "till", "warning");
        var elsewhere = await DownAsync(workspace, "search", "critical");

        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{down}");
        var panel = page.Locator("section", new() { Has = page.Locator("#budgets") });
        await Expect(panel).ToContainTextAsync("burnt so far");
        await Expect(panel).ToContainTextAsync(MinutesOfTheBudget());
        foreach (var other in new[] { slow, elsewhere })
        {
            await dana.GoAsync($"/incidents/{other}");
            await Expect(page.Locator(".now")).ToBeVisibleAsync();
            await Expect(page.Locator("#budgets")).ToHaveCountAsync(0);
        }

        await host.ApiAsync(HttpMethod.Post, $"incidents/{down}/resolve", workspace, new { actor = "dana", resolution = "Opened it" });
        await dana.GoAsync($"/incidents/{down}");
        await Expect(panel).ToContainTextAsync("burnt by it");
        var mortem = await host.ApiAsync(HttpMethod.Post, $"incidents/{down}/postmortem", workspace);
        var minutes = mortem!["postmortem"]!["impact"]!["slo_minutes_burnt"];
        await Expect(panel).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"{minutes} min"));
        await panel.GetByRole(AriaRole.Link, new() { Name = "till-open" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("till-open");
        dana.AssertQuiet();
    }

    private async Task<string> DownAsync(string workspace, string service, string severity)
    {
        var began = DateTimeOffset.UtcNow.AddMinutes(-21).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var answer = await host.ApiAsync(HttpMethod.Post, "webhook", workspace, new
        {
            title = $"{service} is {severity}", severity, service, starts_at = began, dedup_key = $"{service}-{severity}",
        });
        return $"{answer!["incident_id"]}";
    }

    /// <summary>How many heights a line has.</summary>
    private static async Task<int> DifferentAsync(ILocator line) =>
        (await line.GetAttributeAsync("points"))!.Split(' ').Select(point => point.Split(',')[1]).Distinct().Count();

    private static ILocator Row(IPage page, string name) => page.Locator("[data-row]").Filter(new() { HasText = name });

    /// <summary>21 minutes and a little, of 100.8.</summary>
    [GeneratedRegex(@"2[0-5](\.\d)? % of a budget of 100\.8 min.*2[1-5](\.\d)? min", RegexOptions.Singleline)]
    private static partial Regex MinutesOfTheBudget();
}
