using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using AiSre.TestHost;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Somebody is woken, follows the link on a telephone and says that he has it.</summary>
public sealed partial class SignedLinkTests(ConsoleHost host)
{
    private const string Member = "U024NIGHT1";

    [Fact]
    public async Task A_page_on_a_telephone_is_acknowledged_with_one_press()
    {
        var workspace = host.NewWorkspace();
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, $$"""
            users: {dave: {slack: {{Member}} } }
            default: {levels: [{after_minutes: 0, targets: ["user:dave"], channels: [slack]}]}
            routes: {default_rules: {critical: []} }
            channels: {slack: {token: xoxb-1, channel: "#ops", api_url: "{{host.Slack.ApiUrl}}"} }
            """);
        var incident = await host.AlertAsync(
            workspace, "Payments to the bank in the north have failed for all customers since the certificate of the gateway was exchanged");
        var link = await Poll.ForAsync("the page", () => Task.FromResult(
            host.Slack.To(Member).Select(message => Links().Match(message.GetRawText())).FirstOrDefault(match => match.Success)?.Value));

        await using var dave = await host.AnonymousAsync(
            workspace, new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        var page = dave.Page;
        await page.GotoAsync(link);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Payments to the bank");
        await LookAsync(page, "open");
        await Pictures.TakeAsync(page, "signed-link-360-light");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge as dave" });
        // Without scrolling, and wide enough for a thumb.
        var box = (await button.BoundingBoxAsync())!;
        Assert.True(box.Y + box.Height <= 740 && box.Height >= 44 && box.Width >= 300, $"{box.Width} x {box.Height} at {box.Y}");
        await button.TapAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You have it now, as dave.");
        await Expect(button).ToHaveCountAsync(0);
        await LookAsync(page, "acknowledged");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Empty(await Accessibility.SeriousAsync(page, Accessibility.Colours));
        Assert.Equal("dave", $"{(await host.ApiAsync(HttpMethod.Get, $"incidents/{incident}", workspace))!["incident"]!["acknowledged_by"]}");

        // The browser asks whether to send the form again, and he says yes.
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Nothing was changed: you have acknowledged it");
        dave.AssertQuiet();
        await page.GotoAsync($"{link}x");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("This link is not complete");
        await LookAsync(page, "refused");
    }

    private static async Task LookAsync(IPage page, string how)
    {
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 360, how);
        Assert.Empty((await Accessibility.SeriousAsync(page, Accessibility.All)).Select(serious => $"{how}: {serious}"));
    }

    [GeneratedRegex(@"(?<=http://localhost:8888/)i/[^|>""\\]+")]
    private static partial Regex Links();
}
