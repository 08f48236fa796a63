using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>The shop that does not exist, from the button of an empty console to its pages; the pictures are those of the README.</summary>
[Collection(OnConsole.Name)]
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
}
