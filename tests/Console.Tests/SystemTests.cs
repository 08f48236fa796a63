using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

[Collection(OnConsole.Name)]
public sealed class SystemTests(ConsoleHost host)
{
    [Fact]
    public async Task The_platform_says_how_it_is()
    {
        await using var ada = await host.VisitAsync(host.NewWorkspace(), "ada");
        var page = await ada.GoAsync("/system");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Ledger" })).ToContainTextAsync("ok");
        await Expect(page.GetByLabel("Table of silos").GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Orleans dashboard" })).ToBeVisibleAsync();
        ada.AssertQuiet();
    }

    [Fact]
    public async Task A_heartbeat_is_seen_and_forgotten()
    {
        var workspace = host.NewWorkspace();
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/heartbeats");
        await Expect(page.GetByText("Nobody has promised to say that it lives.")).ToBeVisibleAsync();
        await host.ApiAsync(HttpMethod.Post, "heartbeats/night-run?interval_seconds=3600", workspace);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "night-run" });
        await Expect(row).ToContainTextAsync(new Regex("up.*every 1 h", RegexOptions.Singleline));
        await row.GetByRole(AriaRole.Button, new() { Name = "Forget night-run" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("night-run is forgotten");
        await Expect(row).ToHaveCountAsync(0);
        dana.AssertQuiet();
    }
}
