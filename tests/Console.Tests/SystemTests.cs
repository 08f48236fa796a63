using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using AiSre.TestHost;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class SystemTests(ConsoleHost host)
{
    [Fact]
    public async Task The_platform_says_how_it_is()
    {
        await using var ada = await host.VisitAsync(host.NewWorkspace(), "ada");
        var page = await ada.GoAsync("/system");
        var silos = page.GetByLabel("Table of silos");
        // The page opens without it while the cluster's table cannot be read, and asks again only when something happens.
        await Poll.UntilAsync("the table of silos", async () =>
        {
            if (await silos.CountAsync() > 0) return true;
            await page.ReloadAsync();
            return false;
        });
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Ledger" })).ToContainTextAsync("ok");
        await Expect(silos.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
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
        await host.ApiAsync(
            HttpMethod.Put, "heartbeats/night-run", workspace, new { schedule = "0 3 * * *", time_zone = "Europe/Berlin", grace_seconds = 3_600 });
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "night-run" });
        await Expect(row).ToContainTextAsync(new Regex("never run.*0 3 \\* \\* \\* in Europe/Berlin, at most 1 h late", RegexOptions.Singleline));
        await host.ApiAsync(HttpMethod.Post, "heartbeats/night-run/start", workspace);
        await Expect(row).ToContainTextAsync("running for");
        await host.ApiAsync(HttpMethod.Post, "heartbeats/night-run/0", workspace);
        await Expect(row).ToContainTextAsync(new Regex("up.*took", RegexOptions.Singleline));
        await row.GetByRole(AriaRole.Button, new() { Name = "Forget night-run" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("night-run is forgotten");
        await Expect(row).ToHaveCountAsync(0);
        dana.AssertQuiet();
    }
}
