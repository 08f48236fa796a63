using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class SilenceTests(ConsoleHost host)
{
    [Fact]
    public async Task What_the_list_is_filtered_by_can_be_silenced()
    {
        var workspace = host.NewWorkspace();
        await host.AlertAsync(workspace, "Queue grows", "mailer", "warning");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents?service=mailer&severity=warning");
        await page.Locator("summary").Filter(new() { HasText = "View" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Silence what these filters show…" }).ClickAsync();
        await Expect(page.Locator("form.stack input[value=mailer]")).ToBeVisibleAsync();
        await Expect(page.Locator("form.stack input[value=warning]")).ToBeVisibleAsync();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_silence_is_looked_at_before_it_is_in_force_and_is_ended_when_it_is_no_longer_needed()
    {
        var workspace = host.NewWorkspace();
        await host.AlertAsync(workspace, "Queue of mails grows", service: "mailer");
        await host.AlertAsync(workspace, "Disk of the archive is full", service: "archive");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/silences?service=mailer");
        await Expect(page).ToHaveURLAsync(new Regex("/silences/new\\?service=mailer$"));
        await Expect(page.GetByText("It would have matched 1 of 2")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Queue of mails grows" })).ToBeVisibleAsync();

        await Button(page, "Silence 2 h").ClickAsync();
        await Expect(page.GetByText("Write a reason")).ToBeVisibleAsync();
        await page.GetByLabel("Why").FillAsync("the provider is moving");
        await Button(page, "Silence 2 h").ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/silences$"));
        await Expect(page.Locator("#said")).ToContainTextAsync("service=\"mailer\" is silenced");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "the provider is moving" });
        await Expect(row).ToContainTextAsync("dana");
        await row.GetByRole(AriaRole.Link, new() { Name = "Extend…" }).ClickAsync();
        await page.GetByLabel("Or until").FillAsync("2031-03-03T08:00");
        await page.GetByLabel("Or until").PressAsync("Enter");
        await Expect(page.GetByText("Must be within 366 days of starts_at")).ToBeVisibleAsync();
        await Button(page, "1 day").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("It ends");

        await Button(page, "End now").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("has ended");
        await dana.GoAsync("/silences?state=expired");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Again…" })).ToBeVisibleAsync();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Matchers_that_were_changed_are_looked_at_again_before_anybody_is_told_less()
    {
        var workspace = host.NewWorkspace();
        await host.AlertAsync(workspace, "Queue of mails grows", service: "mailer");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/silences/new?service=mailer");
        await page.GetByLabel("Why").FillAsync("a test");
        await page.GetByLabel("Value").FillAsync("nobody");
        await Button(page, "Silence 2 h").ClickAsync();
        await Expect(page.GetByText("It would have matched 0 of 1")).ToBeVisibleAsync();
        await dana.GoAsync("/silences");
        await Expect(page.GetByText("Nothing is silenced")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Windows_are_looked_for_in_the_past_and_a_label_that_nobody_has_is_said()
    {
        var workspace = host.NewWorkspace();
        await host.AlertAsync(workspace, "Queue of mails grows", service: "mailer");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/silences/new?service=mailer");
        await page.GetByText("every week…").ClickAsync();
        await page.Locator("summary").Filter(new() { HasText = "From, to, and every week" }).ClickAsync();
        var now = TimeProvider.System.GetUtcNow();
        await page.GetByLabel("A window begins at").FillAsync(Clock(now.AddHours(-3)));
        await page.GetByLabel("and ends at").FillAsync(Clock(now.AddHours(-2)));
        await page.GetByLabel("By the clocks of").FillAsync("UTC");
        await Button(page, "Check again").ClickAsync();
        await Expect(page.GetByText("It would have matched 0 of 1")).ToBeVisibleAsync();
        await Expect(page.GetByText("of the last 7 days that stood in one of its 7 windows")).ToBeVisibleAsync();

        await page.GetByLabel("Look back").SelectOptionAsync("744");
        await page.GetByLabel("Label").FillAsync("servce");
        await Button(page, "Check again").ClickAsync();
        await Expect(page.GetByText("of the last 31 days that stood in one of its 31 windows")).ToBeVisibleAsync();
        await Expect(page.GetByText("No alert has the label servce; did you mean service?")).ToBeVisibleAsync();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task It_works_without_script_and_a_viewer_cannot()
    {
        var workspace = host.NewWorkspace();
        await using var dana = await host.VisitAsync(workspace, options: new() { JavaScriptEnabled = false });
        var page = await dana.GoAsync("/silences/new?service=mailer");
        await Button(page, "Another condition").ClickAsync();
        await page.GetByLabel("Label").Nth(1).FillAsync("severity");
        await page.GetByLabel("Value").Nth(1).FillAsync("info");
        await page.GetByLabel("Why").FillAsync("without script");
        await Button(page, "See what it matches").ClickAsync();
        await Button(page, "Silence 2 h").ClickAsync();
        await Expect(page.GetByText("severity=\"info\"").First).ToBeVisibleAsync();

        await using var vic = await host.VisitAsync(workspace, "vic");
        await vic.GoAsync("/silences");
        await Expect(vic.Page.GetByText("without script")).ToBeVisibleAsync();
        await Expect(Button(vic.Page, "End now")).ToHaveCountAsync(0);
    }

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
