using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests.Incidents;

public sealed class IncidentListTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task The_keyboard_alone_takes_an_incident_and_ends_others()
    {
        var (critical, high, warning) = (await OpenAsync("Till is closed", "critical"), await OpenAsync("Queue grows", "high"),
            await OpenAsync("Disk fills", "warning"));
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await Expect(page.Locator("main .head")).ToContainTextAsync("3 need somebody.");
        await page.Keyboard.PressAsync("j");
        await Expect(Row(page, critical)).ToHaveAttributeAsync("aria-current", "true");
        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("#said")).ToContainTextAsync("1 incident acknowledged.");
        await Expect(Row(page, critical)).ToContainTextAsync("dana");
        // It stays where it was, so the next key is for the next row.
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Shift+X");
        await Expect(page.Locator(".bulk")).ToContainTextAsync("2 selected");
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator("#said")).ToContainTextAsync("2 incidents resolved.");
        foreach (var id in new[] { high, warning }) await Expect(Row(page, id)).ToContainTextAsync("resolved by dana");
        Assert.Equal(("acknowledged", "resolved", "resolved"), (await StateAsync(critical), await StateAsync(high), await StateAsync(warning)));
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex($"/incidents/{critical}$"));
        dana.AssertQuiet();
    }

    [Fact]
    public async Task All_that_a_filter_shows_are_acted_on_and_no_others()
    {
        for (var i = 0; i < 45; i++) await OpenAsync($"Shop {i} answers slowly", "warning");
        var other = await OpenAsync("Till is closed", "critical");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents?severity=warning");
        await Expect(page.Locator("[data-row]:not(.child)")).ToHaveCountAsync(30);
        await page.Keyboard.TypeAsync("*a");
        await Expect(page.Locator(".bulk")).ToContainTextAsync("45 selected");
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator("#said")).ToContainTextAsync("45 incidents resolved.");
        Assert.Equal("open", await StateAsync(other));
        dana.AssertQuiet();
    }

    [Fact]
    public async Task What_another_tab_ends_stays_muted_and_what_opens_waits_for_a_press()
    {
        var (one, two) = (await OpenAsync("Till is closed", "high"), await OpenAsync("Queue grows", "high"));
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await Expect(page.Locator("[data-mark]")).ToContainTextAsync("Live");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(Row(page, two)).ToHaveAttributeAsync("aria-current", "true");
        await host.ApiAsync(HttpMethod.Post, $"incidents/{one}/resolve", workspace, new { });
        await Expect(Row(page, one)).ToHaveClassAsync(new Regex(@"\bleft\b"));
        await Expect(Row(page, one)).ToContainTextAsync("resolved by ada");
        var three = await OpenAsync("Lights are out", "critical");
        await Expect(page.Locator("main .head")).ToContainTextAsync("1 new, show");
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(2);
        await Expect(Row(page, two)).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.Locator(".bulk")).ToContainTextAsync("1 selected");
        await page.Keyboard.PressAsync(".");
        await Expect(page.Locator("[data-row]").First).ToHaveAttributeAsync("id", three);
        await Expect(Row(page, one)).ToHaveCountAsync(0);
        await Expect(Row(page, two)).ToHaveAttributeAsync("aria-current", "true");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_come_back_with_it()
    {
        await OpenAsync("Till is closed", "critical");
        await OpenAsync("Queue grows", "warning");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await page.Locator(".facets").GetByRole(AriaRole.Link, new() { Name = "critical 1" }).ClickAsync();
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await Expect(page.Locator(".facets")).ToContainTextAsync("warning 1");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("queue");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("Nothing matches these filters");
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"\?severity=critical$"));
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.List, new() { Name = "Filters in force" }).GetByText("severity: critical").ClickAsync();
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(2);
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Filters_are_kept_as_a_view_for_everybody()
    {
        await OpenAsync("Till is closed", "critical");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents?severity=critical");
        await page.Locator("#view-menu > summary").ClickAsync();
        await page.GetByText("Save these filters…").ClickAsync();
        await page.GetByLabel("Name of the view").FillAsync("Night shift");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("The view Night shift is saved.");
        await using var vic = await host.VisitAsync(workspace, "vic");
        var other = await vic.GoAsync("/incidents");
        await other.Locator("#view-menu > summary").ClickAsync();
        await other.GetByRole(AriaRole.Link, new() { Name = "Night shift" }).ClickAsync();
        await Expect(other).ToHaveURLAsync(new Regex(@"\?severity=critical$"));
        await Expect(other.Locator("#view-menu > summary")).ToContainTextAsync("View: Night shift");
        dana.AssertQuiet();
        vic.AssertQuiet();
    }

    [Fact]
    public async Task A_viewer_sees_all_and_nothing_to_act_with()
    {
        await OpenAsync("Till is closed", "critical");
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/incidents");
        await Expect(page.Locator("[data-row]")).ToHaveCountAsync(1);
        await Expect(page.Locator(".bulk, [data-row] input")).ToHaveCountAsync(0);
        vic.AssertQuiet();
    }

    [Fact]
    public async Task Without_script_rows_are_ticked_and_acted_on()
    {
        var id = await OpenAsync("Till is closed", "critical");
        await using var dana = await host.VisitAsync(workspace, options: new() { JavaScriptEnabled = false });
        var page = await dana.GoAsync("/incidents");
        await page.GetByLabel("Select: Till is closed").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("1 incident resolved.");
        Assert.Equal("resolved", await StateAsync(id));
    }

    [Fact]
    public async Task A_list_as_CSV_holds_what_is_filtered_and_no_formula()
    {
        await OpenAsync("=1+1, \"quoted\"", "critical");
        await OpenAsync("Queue grows", "warning");
        await using var vic = await host.VisitAsync(workspace, "vic");
        await vic.GoAsync("/incidents?severity=critical");
        var csv = await vic.Context.APIRequest.GetAsync($"console/{workspace}/incidents.csv?severity=critical");
        var lines = (await csv.TextAsync()).TrimEnd().Split("\r\n");
        Assert.Equal(2, lines.Length);
        Assert.Contains(",\"'=1+1, \"\"quoted\"\"\",critical,open,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_workspace_says_how_to_begin()
    {
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await Expect(page.Locator("main")).ToContainTextAsync("No alert has come so far");
        await Expect(page.Locator("[data-mark]")).ToContainTextAsync("Live");
        var first = await OpenAsync("Till is closed", "critical");
        await Expect(Row(page, first)).ToBeVisibleAsync();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Ten_thousand_incidents_are_a_page_like_any_other()
    {
        for (var body = 0; body < 100; body++)
        {
            await host.ApiAsync(HttpMethod.Post, "webhook", workspace, new
            {
                version = "4", status = "firing", receiver = "r", groupKey = $"g{body}", groupLabels = new { }, commonLabels = new { },
                commonAnnotations = new { }, alerts = Enumerable.Range(body * 100, 100).Select(i => new
                {
                    status = "firing", fingerprint = $"{i:x16}", startsAt = "2026-03-01T10:00:00Z", annotations = new { },
                    labels = new { alertname = $"Queue {i} grows", service = $"queue-{i}", severity = "warning", @namespace = $"space-{i}" },
                }),
            });
        }
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await Expect(page.Locator(".facets")).ToContainTextAsync("warning 10,000");
        await Expect(page.Locator("[data-row]:not(.child)")).ToHaveCountAsync(30);
        var first = await page.Locator("[data-row]").First.GetAttributeAsync("id");
        await page.GetByRole(AriaRole.Link, new() { Name = "Further rows of Nobody has it" }).ClickAsync();
        await Expect(page.Locator("[data-row]:not(.child)")).ToHaveCountAsync(30);
        await Expect(Row(page, first!)).ToHaveCountAsync(0);
        await page.GoBackAsync();
        await Expect(page.Locator("[data-row]").First).ToHaveAttributeAsync("id", first!);
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Tab_reaches_every_control_of_a_row_and_Enter_opens_what_has_the_focus()
    {
        await OpenAsync("Till is closed", "critical");
        var second = await OpenAsync("Queue grows", "high");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByLabel("Select: Queue grows")).ToBeFocusedAsync();
        await Expect(Row(page, second)).ToHaveAttributeAsync("aria-current", "true");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByLabel("Select: Queue grows")).ToBeCheckedAsync();
        await page.Locator("#filter-menu > summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#filter-menu")).ToHaveAttributeAsync("open", "");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Keys_that_follow_each_other_at_once_are_all_heeded()
    {
        for (var i = 0; i < 4; i++) await OpenAsync($"Shop {i} answers slowly", "high");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        // As when the line is slow.
        await page.RouteAsync("**/incidents/act", async route =>
        {
            await Task.Delay(500);
            await route.ContinueAsync();
        });
        for (var i = 0; i < 4; i++)
        {
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("a");
        }
        await Expect(page.Locator("main .head")).ToContainTextAsync("Nothing needs anybody. 4 are being worked on");
        dana.AssertQuiet();
    }

    private static ILocator Row(IPage page, string id) => page.Locator($"[id='{id}']");

    /// <summary>A problem that belongs to no group.</summary>
    private async Task<string> OpenAsync(string title, string severity)
    {
        var key = Guid.NewGuid().ToString("N");
        var answer = await host.ApiAsync(HttpMethod.Post, "webhook", workspace, new
        {
            title, severity, service = $"service-{key[..8]}", @namespace = $"space-{key[..8]}", dedup_key = key,
        });
        return $"{answer!["incident_id"]}";
    }

    private async Task<string> StateAsync(string id) =>
        $"{(await host.ApiAsync(HttpMethod.Get, $"incidents/{id}", workspace))!["incident"]!["state"]}";
}
