using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>What a week has taught: services, alert rules, reports, and questions.</summary>
public sealed class LearningTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task The_keyboard_alone_finds_out_how_a_service_fails_and_which_rules_are_worth_their_pages()
    {
        for (var i = 0; i < 3; i++) await host.AlertAsync(workspace, $"Queue {i} of the post office is OOMKilled", "post/office", "high");
        await host.AlertAsync(workspace, "Stamps are sold out", "stamps", "warning");
        await host.ApiAsync(
            HttpMethod.Post, "webhook/deploy", workspace, new { service = "post/office", version = "v7", deploy_id = "d-7", actor = "grace" });
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/incidents");
        await GoAsync(page, "v");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Services");
        await Expect(page.Locator("main .head")).ToContainTextAsync("2 services had incidents in 30 days");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("post/office");
        await Expect(page.Locator("main .head")).ToContainTextAsync("3 incidents in 30 days");
        await Expect(page.Locator("section[aria-labelledby=h-how]")).ToContainTextAsync("OOMKilled");
        await Expect(page.Locator("section[aria-labelledby=h-deploys]")).ToContainTextAsync("v7, by grace");

        await GoAsync(page, "l");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("ask who reads it");
        await page.GetByRole(AriaRole.Link, new() { Name = "Incidents", Exact = true }).Last.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { NameRegex = new Regex("^Incidents") }))
            .ToHaveAttributeAsync("aria-sort", "descending");

        await GoAsync(page, "r");
        await page.GetByRole(AriaRole.Link, new() { Name = "What is coming" }).ClickAsync();
        await Expect(page.Locator("section[aria-labelledby=forecast]")).ToContainTextAsync("post/office");
        vic.AssertQuiet();
    }

    [Fact]
    public async Task Reports_are_read_copied_and_taken_along_and_what_they_quote_is_text()
    {
        var id = await host.AlertAsync(workspace, Shop.Hostile, "notary", "critical", description: Shop.Hostile);
        await using var dana = await host.VisitAsync(workspace, options: new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var page = await dana.GoAsync("/reports?hours=24");
        var report = page.GetByRole(AriaRole.Article);
        await Expect(report).ToContainTextAsync("<img src=x onerror=alert(1)><script>alert(2)</script>");
        await report.GetByRole(AriaRole.Link, new() { Name = id }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "post-mortem" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("A draft:");
        await Expect(report).ToContainTextAsync("<img src=x onerror=alert(1)>");
        await Expect(report.GetByRole(AriaRole.Heading, new() { Name = "Action items" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy as Markdown" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Copied.");
        Assert.StartsWith("# Post-mortem: ", await page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        Assert.Equal($"postmortem-{id}.md", download.SuggestedFilename);
        using var file = await host.GetAsync(workspace, "/reports/handoff.md?hours=8", "vic");
        Assert.Equal("text/markdown", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        using var missing = await host.GetAsync(workspace, "/incidents/inc-0000000000000/postmortem.md");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_question_is_answered_about_this_workspace_alone_and_nothing_is_done()
    {
        var pod = host.Cluster.Deploy("optician");
        var id = await host.OutOfMemoryAsync(workspace, "optician", pod);
        var elsewhere = await host.AlertAsync(host.NewWorkspace(), "Not yours", "optician");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{id}");
        await page.GetByRole(AriaRole.Link, new() { Name = "ask about it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "restart it" }).ClickAsync();
        await Expect(page.Locator("#answer")).ToContainTextAsync($"Would delete pod {pod}");
        await Expect(page.Locator("#answers")).ToContainTextAsync("possible");
        await page.GetByLabel("Question").FillAsync("what is wrong with optician? <b>now</b>");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#answer")).ToContainTextAsync($"({id}) is critical");
        await Expect(page.GetByLabel("Question")).ToHaveValueAsync("what is wrong with optician? <b>now</b>");
        await page.GetByLabel("Question").FillAsync($"what is wrong with {elsewhere}?");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("There is no such incident in this workspace.");
        Assert.Empty(host.Cluster.WritesOf("optician"));
        dana.AssertQuiet();

        await using var vic = await host.VisitAsync(workspace, "vic", new() { JavaScriptEnabled = false });
        var plain = await vic.GoAsync($"/ask?incident={id}");
        await plain.GetByRole(AriaRole.Button, new() { Name = "restart it" }).ClickAsync();
        await Expect(plain.Locator("#answers")).ToContainTextAsync("refused");
        await Expect(plain.GetByRole(AriaRole.Button, new() { Name = "See what it would do" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_budget_is_read_in_numbers_and_words_and_a_time_is_taken_out_of_it_and_counts_again()
    {
        var now = DateTimeOffset.UtcNow;
        await Shop.PromiseAsync(host, workspace, now);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/slos");
        await page.GetByRole(AriaRole.Link, new() { Name = "till", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("till");
        await Expect(page.Locator("section[aria-labelledby=h-words]")).ToContainTextAsync("till promises that 99 % of till is good");
        await Expect(page.Locator("section[aria-labelledby=h-tiers] tbody tr")).ToHaveCountAsync(4);
        await Expect(page.Locator("figure.chart polyline").First).ToHaveAttributeAsync("points", new Regex(@"^\d"));

        var corrections = page.Locator("section[aria-labelledby=h-corrections]");
        await page.GetByLabel("From").FillAsync(Local(now));
        await page.GetByLabel("Until").FillAsync(Local(now.AddHours(-1)));
        await page.GetByLabel("Why").FillAsync(Shop.Hostile);
        await page.GetByRole(AriaRole.Button, new() { Name = "Exclude it" }).ClickAsync();
        await Expect(corrections).ToContainTextAsync("A correction ends after it begins.");
        await page.GetByLabel("Until").FillAsync(Local(now.AddHours(1)));
        await page.GetByLabel("From").FillAsync(Local(now.AddHours(-1)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Exclude it" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("That time no longer counts for till.");
        await Expect(corrections).ToContainTextAsync("<img src=x onerror=alert(1)>");
        await corrections.GetByRole(AriaRole.Button, new() { Name = "Count it again" }).ClickAsync();
        await Expect(corrections).ToContainTextAsync("None.");
        dana.AssertQuiet();

        static string Local(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task GoAsync(IPage page, string where)
    {
        await page.Keyboard.TypeAsync($"g{where}");
        await page.WaitForURLAsync(new Regex(where switch { "v" => "/services$", "l" => "/alert-quality$", _ => "/reports$" }));
    }
}
