using AiSre.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Pages follow what happens.</summary>
[Collection(OnConsole.Name)]
public sealed class LiveTests(ConsoleHost host)
{
    [Fact]
    public async Task A_second_tab_follows_what_is_done_in_the_first()
    {
        var workspace = host.NewWorkspace();
        var incident = await host.AlertAsync(workspace, "Queue of orders grows");
        await using var dana = await host.VisitAsync(workspace);
        var second = await dana.TabAsync($"/incidents/{incident}");
        await Expect(second.Locator("[data-mark-text]")).ToContainTextAsync("Live");
        await host.ApiAsync(HttpMethod.Post, $"incidents/{incident}/acknowledge", workspace, new { actor = "erik" });
        await Expect(second.Locator("#main")).ToContainTextAsync("erik");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_menu_that_is_open_stays_open_while_the_page_follows()
    {
        var workspace = host.NewWorkspace();
        var incident = await host.AlertAsync(workspace, "Queue of orders grows");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Live");
        await page.Locator("summary").Filter(new() { HasText = "More" }).ClickAsync();
        await host.ApiAsync(HttpMethod.Post, $"incidents/{incident}/acknowledge", workspace, new { actor = "erik" });
        await Expect(page.Locator("#main")).ToContainTextAsync("erik");
        await Expect(page.Locator("details[open] summary").Filter(new() { HasText = "More" })).ToBeVisibleAsync();
        dana.AssertQuiet();
    }
}
