using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>The shop that does not exist, from the button of an empty console to its pages; the pictures are those of the README.</summary>
public sealed class DemoTests(ConsoleHost host)
{
    [Fact]
    public async Task One_button_fills_the_demo_and_says_how_far_it_is()
    {
        await using var ada = await host.VisitAsync(host.NewWorkspace(), "ada", new() { ViewportSize = new() { Width = 1440, Height = 950 } });
        var page = await ada.GoAsync("/incidents");
        await Pictures.TakeAsync(page, "empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill the demo" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/console/demo/demo$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Look at its incidents" }).ClickAsync(new() { Timeout = 120_000 });

        await Expect(page.Locator("[data-row]").First).ToBeVisibleAsync();
        await Expect(page.Locator("main .head")).ToContainTextAsync("need somebody");
        await Pictures.TakeAsync(page, "demo-incidents");
        await page.Locator("[data-row] .title a").First.ClickAsync();
        await Expect(page.Locator(".now")).ToBeVisibleAsync();
        await Pictures.TakeAsync(page, "demo-incident");
        await page.GetByRole(AriaRole.Link, new() { Name = "On-call" }).ClickAsync();
        await Expect(page.Locator(".week").First).ToBeVisibleAsync();
        await Pictures.TakeAsync(page, "demo-oncall");
        ada.AssertQuiet();
    }

    [Fact]
    public async Task It_tells_of_what_was_done_and_helped_of_what_waits_and_of_what_autonomy_has_earned()
    {
        var demo = await host.Demo.Value;
        await using var omar = await host.VisitAsync(demo.Workspace, "omar");
        var page = await omar.GoAsync($"/incidents/{demo.Acted}/actions/{demo.Action}");
        await Expect(page.Locator("#main")).ToContainTextAsync(new Regex("yes: The new pod checkout-.* is ready."));
        await omar.GoAsync($"/workflows/runs/{demo.Run}");
        await Expect(page.Locator("#main")).ToContainTextAsync("was killed at its memory limit (8Gi). Restart it?");
        await omar.GoAsync("/autonomy");
        var checkout = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "checkout" });
        await Expect(checkout).ToContainTextAsync(new Regex("enough for shop|to the 5 of shop"));
        await Expect(page.Locator("#skipped")).ToContainTextAsync("a person has it.");

        await omar.GoAsync("/approvals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve and scale" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync(new Regex("Approved, and not done.*eu-west"));
    }
}
