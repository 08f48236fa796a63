using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>What goes wrong is said, and takes nothing away from whoever is at work.</summary>
public sealed class FailureTests(ConsoleHost host)
{
    private const string Away = "<!doctype html><main id=main><h1>AI-SRE cannot answer at the moment</h1><div><p>Nothing was done.</p></div></main>";

    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task A_note_that_could_not_be_stored_is_still_there_to_be_sent_again()
    {
        var (dana, page) = await OpenAsync();
        await using var _ = dana;
        await page.RouteAsync("**/notes", route => route.FulfillAsync(new() { Status = 503, ContentType = "text/html", Body = Away }));
        await page.GetByLabel("Add a note").FillAsync("It is the drawer");
        await AddAsync(page);
        await Expect(page.Locator("#said.crit")).ToHaveTextAsync(new Regex("cannot answer at the moment. Nothing was done."));
        await Expect(page.GetByLabel("Add a note")).ToHaveValueAsync("It is the drawer");

        await page.UnrouteAsync("**/notes");
        await page.RouteAsync("**/notes", route => route.AbortAsync());
        await AddAsync(page);
        await Expect(page.Locator("#said.crit")).ToContainTextAsync("The server did not answer");

        await page.UnrouteAsync("**/notes");
        await AddAsync(page);
        await Expect(page.Locator(".note")).ToContainTextAsync("It is the drawer");
        await Expect(page.GetByLabel("Add a note")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_session_that_ended_takes_no_words_with_it()
    {
        var (dana, page) = await OpenAsync();
        await using var _ = dana;
        await page.GetByLabel("Add a note").FillAsync("It is the drawer");
        await dana.Context.ClearCookiesAsync(new() { Name = "ai_sre_session" });
        await AddAsync(page);
        await Expect(page.Locator("#said.crit")).ToContainTextAsync("Your session has ended");
        await Expect(page.Locator("#said a")).ToHaveAttributeAsync("href", new Regex("sign-in\\?next="));
        await Expect(page.GetByLabel("Add a note")).ToHaveValueAsync("It is the drawer");
    }

    [Fact]
    public async Task A_page_that_cannot_be_refreshed_stays_says_so_and_comes_back()
    {
        var (dana, page) = await OpenAsync();
        await using var _ = dana;
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Live");
        await page.RouteAsync("**/incidents/inc-*", route => route.FulfillAsync(new() { Status = 503, ContentType = "text/html", Body = Away }));
        await host.ApiAsync(HttpMethod.Post, $"incidents/{page.Url.Split('/')[^1]}/acknowledge", workspace, new { actor = "erik" });
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Changed since");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Till is closed");
        await page.UnrouteAsync("**/incidents/inc-*");
        await Expect(page.Locator("#main")).ToContainTextAsync("erik");
        await Expect(page.Locator("[data-mark-text]")).ToContainTextAsync("Live");
    }

    private async Task<(Visitor Dana, IPage Page)> OpenAsync()
    {
        var id = await host.AlertAsync(workspace, "Till is closed", "till");
        var dana = await host.VisitAsync(workspace);
        return (dana, await dana.GoAsync($"/incidents/{id}"));
    }

    private static Task AddAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
}
