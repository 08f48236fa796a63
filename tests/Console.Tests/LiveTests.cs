using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Pages follow what happens.</summary>
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

    [Fact]
    public async Task A_stream_that_broke_before_it_said_anything_misses_nothing()
    {
        var workspace = host.NewWorkspace();
        var incident = await host.AlertAsync(workspace, "Queue of orders grows");
        await using var other = await host.VisitAsync(workspace);
        await other.GoAsync("/incidents");
        await Expect(other.Page.Locator("[data-mark-text]")).ToContainTextAsync("Live");
        await using var dana = await host.VisitAsync(workspace);
        // What a proxy answers while the server restarts; a browser gives a stream up then.
        await dana.Page.RouteAsync("**/live*", route => route.FulfillAsync(new() { Status = 502 }));
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Connection lost");
        await host.ApiAsync(HttpMethod.Post, $"incidents/{incident}/acknowledge", workspace, new { actor = "erik" });
        // The other tab has heard of it, so that nothing more is to come.
        await Expect(other.Page.Locator("#main")).ToContainTextAsync("erik");
        await page.UnrouteAsync("**/live*");
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Live");
        await Expect(page.Locator("#main")).ToContainTextAsync("erik");
    }

    [Fact]
    public async Task A_hidden_tab_holds_no_stream_and_catches_up_when_it_is_seen_again()
    {
        var workspace = host.NewWorkspace();
        var incident = await host.AlertAsync(workspace, "Queue of orders grows");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Live");
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.RequestFailed += (_, request) =>
        {
            if (request.Url.Contains("/live", StringComparison.Ordinal)) closed.TrySetResult();
        };
        await HideAsync(page, true);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await host.ApiAsync(HttpMethod.Post, $"incidents/{incident}/acknowledge", workspace, new { actor = "erik" });
        await HideAsync(page, false);
        await Expect(page.Locator("#main")).ToContainTextAsync("erik");
    }

    private static Task<System.Text.Json.JsonElement?> HideAsync(IPage page, bool hidden) => page.EvaluateAsync(
        "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });"
            + " document.dispatchEvent(new Event('visibilitychange')); }", hidden);
}
