using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests.IncidentDetail;

/// <summary>One incident in a night.</summary>
public sealed class IncidentTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task The_keyboard_alone_takes_it_writes_gives_it_on_keeps_it_quiet_and_ends_it()
    {
        var id = await host.AlertAsync(workspace, "Till is closed", "till");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Till is closed");
        await Expect(page.Locator(".now")).ToContainTextAsync("Nobody yet");

        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("#said")).ToContainTextAsync("dana has it now");
        await Expect(page.Locator(".now")).ToContainTextAsync("acknowledged");

        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("The **drawer** is stuck");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".note strong")).ToHaveTextAsync("drawer");
        await Blur(page);

        await page.Keyboard.PressAsync("s");
        await page.Keyboard.TypeAsync("erik");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToContainTextAsync("erik looks after it now");
        await Blur(page);

        await page.Keyboard.PressAsync("z");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".callout")).ToContainTextAsync("Snoozed");
        await Blur(page);

        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Oiled it");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToContainTextAsync("Resolved.");
        await Expect(page.Locator(".callout")).ToContainTextAsync("by dana");
        await Expect(page.Locator(".callout blockquote")).ToHaveTextAsync("Oiled it");

        await page.GetByRole(AriaRole.Button, new() { Name = "Reopen" }).ClickAsync();
        await Expect(page.Locator(".now")).ToContainTextAsync("erik");
        await Expect(page.Locator(".badge.fill").Filter(new() { HasText = "open" })).ToBeVisibleAsync();

        var timeline = page.Locator("section", new() { Has = page.Locator("#timeline") });
        await timeline.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^People") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("show=people"));
        foreach (var said in (string[])["acknowledged", "wrote a note", "gave it to erik", "snoozed it until", "resolved it", "reopened it"])
            await Expect(timeline).ToContainTextAsync(said);
        await Expect(timeline).Not.ToContainTextAsync("Alert from");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task The_focus_stays_on_the_page_when_the_button_that_had_it_is_gone()
    {
        var id = await host.AlertAsync(workspace, "Till is closed", "till");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#said")).ToContainTextAsync("dana has it now");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.closest('#main') !== null"));
    }

    [Fact]
    public async Task What_happens_elsewhere_is_seen_and_what_is_written_meanwhile_stays()
    {
        var id = await host.AlertAsync(workspace, "Till is closed", "till", key: "t");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        await Expect(page.Locator("[data-mark]")).ToContainTextAsync("Live");
        await page.GetByLabel("Add a note").FillAsync("half a sentence");
        await host.ApiAsync(HttpMethod.Post, $"incidents/{id}/acknowledge", workspace, new { actor = "ivan" });
        await Expect(page.Locator("[data-mark]")).ToContainTextAsync("Changed since");
        await Expect(page.GetByLabel("Add a note")).ToHaveValueAsync("half a sentence");
        await page.GetByLabel("Add a note").FillAsync("");
        await Blur(page);
        await Expect(page.Locator(".now")).ToContainTextAsync("ivan");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task An_alert_that_was_merged_wrongly_is_taken_out()
    {
        // Ids of events are no keys: the text decides.
        var id = await EventAsync("event-1");
        Assert.Equal(id, await EventAsync("event-2"));
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take out" }).First.ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex(id));
        await Expect(page.Locator("#said")).ToContainTextAsync("an incident of its own");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Hostile_text_of_every_kind_is_text()
    {
        var id = await host.AlertAsync(workspace, Shop.Hostile, "search", description: Shop.Hostile);
        await host.ApiAsync(HttpMethod.Post, $"incidents/{id}/notes", workspace, new { text = Shop.Hostile, actor = "<img src=x onerror=alert(1)>" });
        await host.ApiAsync(HttpMethod.Post, $"incidents/{id}/assign", workspace, new { to = "<img src=x onerror=alert(2)>" });
        await host.ApiAsync(HttpMethod.Post, $"incidents/{id}/resolve", workspace, new { resolution = Shop.Hostile });
        await using var dana = await host.VisitAsync(workspace);
        foreach (var path in new[] { $"/incidents/{id}", $"/incidents/{id}/deliveries" })
        {
            var page = await dana.GoAsync(path);
            Assert.Equal(0, await page.Locator("main img, main script, main [onerror]").CountAsync());
            await Expect(page.Locator("main")).ToContainTextAsync("<script>alert(2)</script>");
        }
        dana.AssertQuiet();
    }

    [Fact]
    public async Task An_incident_that_is_not_there_says_so()
    {
        await using var vic = await host.VisitAsync(workspace, "vic");
        await vic.GoAsync("/incidents/inc-0000000000000");
        await Expect(vic.Page.Locator("main")).ToContainTextAsync("There is no incident inc-0000000000000");
    }

    [Fact]
    public async Task A_viewer_reads_and_is_offered_nothing()
    {
        var id = await host.AlertAsync(workspace, "Till is closed", "till");
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync($"/incidents/{id}");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Till is closed");
        // Looking for the cause reads, and is for everybody.
        await Expect(page.Locator("main form").First).ToHaveAttributeAsync("aria-label", "Look for the cause");
        Assert.Equal(1, await page.Locator("main form, main .acts").CountAsync());
        vic.AssertQuiet();
    }

    [Fact]
    public async Task The_deploy_that_came_shortly_before_is_beside_it_and_one_that_follows_appears_by_itself()
    {
        await host.ApiAsync(
            HttpMethod.Post, "webhook/deploy", workspace,
            new { service = "till", actor = "ci-bot", version = "v2.3.1", deploy_id = "d-1", url = "https://ci.test/1" });
        await host.ApiAsync(
            HttpMethod.Post, "webhook/deploy", workspace,
            new
            {
                service = "till", actor = "erik", version = Shop.Hostile[..100], deploy_id = "d-0", timestamp = DateTimeOffset.UtcNow.AddHours(-3),
            });
        var id = await host.AlertAsync(workspace, "Till is closed", "till");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        var panel = page.Locator("section[aria-labelledby=deploys]");
        await Expect(panel).ToContainTextAsync("Deploy by ci-bot (till) was 0 min before this incident");
        await Expect(panel.Locator("li")).ToHaveCountAsync(2);
        await Expect(panel.Locator("li").First).ToContainTextAsync("v2.3.1 of till, by ci-bot, the nearest");
        await Expect(panel.Locator("li a").First).ToHaveAttributeAsync("href", "https://ci.test/1");
        await Expect(panel.Locator("li").Last).ToContainTextAsync("3 h before");
        await Expect(page.Locator("main")).ToContainTextAsync("ci-bot had deployed v2.3.1 of till");

        await host.ApiAsync(
            HttpMethod.Post, "webhook/deploy", workspace, new { service = "till", actor = "dana", version = "v2.3.2", status = "started" });
        await Expect(panel.Locator("li")).ToHaveCountAsync(3);
        await Expect(panel.Locator("li").First).ToContainTextAsync("v2.3.2 of till, by dana");
        await Expect(panel.Locator("li").First).ToContainTextAsync("after");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Where_nothing_was_rolled_out_nothing_is_said_of_it()
    {
        var id = await host.AlertAsync(workspace, "Till is closed", "till");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Till is closed");
        Assert.Equal(0, await page.Locator("section[aria-labelledby=deploys]").CountAsync());
    }

    private async Task<string> EventAsync(string id) => $"{(await host.ApiAsync(
        HttpMethod.Post, "webhook", workspace, new { title = "Primary database down", id, service = "orders" }))!["incident_id"]}";

    private static Task<System.Text.Json.JsonElement?> Blur(IPage page) => page.EvaluateAsync("document.activeElement?.blur()");
}
