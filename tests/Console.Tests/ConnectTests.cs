using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class ConnectTests(ConsoleHost host)
{
    [Fact]
    public async Task The_first_delivery_is_seen_as_it_comes_and_shown_as_it_was_read()
    {
        var workspace = host.NewWorkspace();
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/connect/gatus");
        await Expect(page.GetByLabel("Lines for Gatus")).ToContainTextAsync($"{host.Silo.Address}webhook?source=gatus");
        await Expect(page.GetByLabel("Lines for Gatus")).ToContainTextAsync("<ingest-key>");
        await page.EvaluateAsync("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Selected: press Ctrl C");
        Assert.Contains("webhook?source=gatus", await page.EvaluateAsync<string>("String(getSelection())"), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Wait for a delivery" }).ClickAsync();
        await Expect(page.GetByText("Nothing has come yet.")).ToBeVisibleAsync();

        await host.ApiAsync(HttpMethod.Post, "webhook?source=gatus", workspace, new
        {
            group = "shop", name = "front door", state = "TRIGGERED", description = "no answer", errors = "timeout", url = "https://shop.example",
        });
        await Expect(page.GetByText("It has come.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "title" })).ToContainTextAsync("front door");
        dana.AssertQuiet();
    }
}
