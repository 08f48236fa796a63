using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class NotificationTests(ConsoleHost host)
{
    [Fact]
    public async Task Destinations_are_shown_with_how_they_are_and_can_be_tested()
    {
        var workspace = host.NewWorkspace();
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, "routes: {default_rules: {critical: [log]}}\n");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/notifications");
        var log = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "in use" });
        await Expect(log).ToContainTextAsync("log");
        await log.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("A test message went to log");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "every one" })).ToContainTextAsync("nobody");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_sent_again()
    {
        var workspace = host.NewWorkspace();
        // An inner address, which only the operator may name: it is refused and not tried again.
        await host.ApiAsync(
            HttpMethod.Put, "definitions", workspace,
            "channels: {pager: {type: webhook, url: \"https://10.0.0.1/hook\"}}\nroutes: {default_rules: {critical: [pager]}}\n");
        await host.AlertAsync(workspace, "The till is offline");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/notifications?state=dead");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "The till is offline" });
        await Expect(row).ToContainTextAsync("given up");
        await row.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("It waits to be sent again.");
        dana.AssertQuiet();
    }
}
