using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests.OnCall;

/// <summary>Who is on call, and standing in.</summary>
public sealed class OnCallTests(ConsoleHost host)
{
    private const string Teams = """
        teams:
          tills:
            services: [till]
            time_zone: Europe/Berlin
            escalation_contact: erik
            layers:
              - {name: all week, members: [dana, erik]}
          night:
            services: [lights]
            time_zone: Europe/Berlin
            layers:
              - {name: saturdays, members: [erik], restrictions: [{days: [sat], from: "03:00", to: "03:30"}]}
        users:
          dana: {email: dana@shop.test}
          erik: {email: erik@shop.test}
        """;

    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task Somebody_stands_in_and_goes_again()
    {
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Teams);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/oncall?team=tills");
        await Expect(page.Locator(".week")).ToHaveCountAsync(4);
        await page.GetByLabel("From").FillAsync("2031-03-03T08:00");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2031-03-02T08:00");
        await page.GetByLabel("Why").FillAsync("dentist");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add override" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Must be later than from.");
        await Expect(page.GetByLabel("Why")).ToHaveValueAsync("dentist");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2031-03-04T08:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add override" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("dana stands in for tills.");
        await Expect(page.Locator("aside")).ToContainTextAsync("dentist");
        await dana.GoAsync("/oncall?team=tills&from=2031-03-03");
        await Expect(page.Locator(".week .over")).ToContainTextAsync("dana");
        await page.GetByRole(AriaRole.Button, new() { Name = "Call off" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("no longer");
        await Expect(page.Locator(".week .over")).ToHaveCountAsync(0);
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_gap_is_red_in_words_and_a_link_fills_the_form()
    {
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Teams);
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/oncall");
        await Expect(page.Locator("main .head")).ToContainTextAsync("night has nobody");
        await page.GetByRole(AriaRole.Link, new() { Name = "night" }).ClickAsync();
        await Expect(page.Locator(".week .crit").First).ToContainTextAsync("nobody");
        await page.GetByRole(AriaRole.Link, new() { Name = "Put somebody in" }).First.ClickAsync();
        await Expect(page.GetByLabel("From")).Not.ToHaveValueAsync("");
        await Expect(page.Locator("#subscribe-address")).ToContainTextAsync("/oncall/teams/night/calendar.ics");
        ada.AssertQuiet();
    }

    [Fact]
    public async Task Without_teams_the_page_says_what_they_are_for()
    {
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/oncall");
        await Expect(page.Locator("main")).ToContainTextAsync("No team is defined yet");
        vic.AssertQuiet();
    }
}
