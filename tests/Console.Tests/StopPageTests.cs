using System.Net;
using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>The kill switch and the audit, which are for admins.</summary>
public sealed class StopPageTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task One_key_and_one_press_stop_everything_and_every_page_says_so()
    {
        var pod = host.Cluster.Deploy("garage");
        var incident = await host.OutOfMemoryAsync(workspace, "garage", pod);
        await using var dana = await host.VisitAsync(workspace);
        var watching = await dana.GoAsync("/incidents");
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync($"/incidents/{incident}");
        await page.Keyboard.PressAsync("Shift+K");
        await Expect(page).ToHaveURLAsync(new Regex("/kill-switch$"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToContainTextAsync("All actions are stopped in this workspace.");
        await Expect(page.Locator("#stopped")).ToContainTextAsync("All actions are stopped in this workspace by ada");
        // A page that was open says it too.
        await Expect(watching.Locator("#stopped")).ToContainTextAsync("by ada");

        await dana.GoAsync($"/incidents/{incident}");
        await Expect(dana.Page.Locator("#stopped")).ToBeVisibleAsync();
        await Button(dana.Page, "Try: restart its pod").ClickAsync();
        await Expect(dana.Page.GetByText(new Regex("It would be refused: The kill switch is on"))).ToBeVisibleAsync();
        await Expect(Button(dana.Page, "Do it")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Let them go on…" }).ClickAsync();
        await Button(page, "Let actions go on").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Actions may go on");
        await Expect(page.Locator("#stopped")).ToHaveCountAsync(0);
        ada.AssertQuiet();
    }

    [Fact]
    public async Task An_operator_finds_no_switch_and_cannot_turn_it_by_hand()
    {
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/kill-switch");
        await Expect(page.GetByText("To turn it takes the role admin.")).ToBeVisibleAsync();
        await Expect(page.Locator("nav [data-key=K]")).ToHaveCountAsync(0);
        var form = dana.Context.APIRequest.CreateFormData();
        form.Set("_token", (await page.Locator("input[name=_token]").First.GetAttributeAsync("value"))!);
        form.Set("do", "stop");
        var answer = await dana.Context.APIRequest.PostAsync($"console/{workspace}/kill-switch", new() { Form = form, MaxRedirects = 0 });
        Assert.Equal((int)HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("false", $"{(await host.ApiAsync(HttpMethod.Get, "autonomy/kill-switch", workspace))!["enabled"]}");
    }

    [Fact]
    public async Task The_audit_is_filtered_and_its_chain_verified_by_admins_alone()
    {
        await host.ApiAsync(HttpMethod.Post, "autonomy/kill-switch", workspace, new { enabled = true, reason = "drill" });
        await host.ApiAsync(HttpMethod.Post, "autonomy/kill-switch", workspace, new { enabled = false });
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/audit");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "kill switch on" })).ToContainTextAsync("ada");
        await page.GetByLabel("Only").FillAsync("kill_switch_off");
        await Button(page, "Show").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "kill switch on" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "kill switch off" })).ToBeVisibleAsync();
        await Button(page, "Verify the chain").ClickAsync();
        await Expect(page.GetByText("Nothing was changed, taken out or put in.")).ToBeVisibleAsync();
        await Expect(page.GetByText(new Regex("[0-9]+ rows looked at, from the oldest to the newest"))).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "The platform", Exact = true }).ClickAsync();
        await Expect(page.Locator("main .head")).ToContainTextAsync("Who did what for all workspaces");
        await Button(page, "Verify the chain").ClickAsync();
        await Expect(page.GetByText("Nothing was changed, taken out or put in.")).ToBeVisibleAsync();
        await Expect(page.Locator("main .head")).ToContainTextAsync("for all workspaces");
        ada.AssertQuiet();

        await using var dana = await host.VisitAsync(workspace);
        await dana.GoAsync("/incidents");
        await Expect(dana.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" })).ToHaveCountAsync(0);
        Assert.Equal((int)HttpStatusCode.Forbidden, (await dana.Context.APIRequest.GetAsync($"console/{workspace}/audit")).Status);
    }

    [Fact]
    public async Task What_only_admins_see_fits_and_is_accessible()
    {
        await host.ApiAsync(HttpMethod.Post, "autonomy/kill-switch", workspace, new { enabled = true, reason = "A deploy that nobody understands." });
        await using var ada = await host.VisitAsync(workspace, "ada");
        foreach (var path in new[] { "/audit?verify=1", "/kill-switch", "/autonomy" })
        {
            var page = await ada.GoAsync(path);
            foreach (var (width, scheme) in new[] { (1440, ColorScheme.Light), (390, ColorScheme.Dark) })
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await Pictures.TakeAsync(page, $"admin{path.Split('?')[0].Replace('/', '-')}-{width}");
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
                Assert.Empty(await Accessibility.SeriousAsync(page, Accessibility.All));
            }
        }
        ada.AssertQuiet();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
