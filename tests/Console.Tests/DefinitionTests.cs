using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class DefinitionTests(ConsoleHost host)
{
    private const string First =
        "users: {dora: {}, erik: {}}\nteams:\n  checkout:\n    services: [checkout]\n    layers:\n      - {members: [dora]}\n";

    [Fact]
    public async Task A_mistake_stands_at_its_line_and_what_is_right_is_put_in_force()
    {
        var workspace = host.NewWorkspace();
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, First);
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/definitions");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit…" }).ClickAsync();
        var text = page.GetByLabel("All that the workspace defines");
        await Expect(text).ToHaveValueAsync(new Regex("checkout"));

        await text.FillAsync(First.Replace("[dora]}", "[dora, erc]}", StringComparison.Ordinal));
        await Expect(Button(page, "Put in force")).ToBeDisabledAsync();
        await Button(page, "Check").ClickAsync();
        await Expect(page.GetByText("One mistake, at line 6.")).ToBeVisibleAsync();
        await Expect(page.Locator(".del mark")).ToHaveTextAsync("erc");
        await Expect(page.Locator(".says")).ToContainTextAsync("6:");
        await Expect(Button(page, "Put in force")).ToBeDisabledAsync();

        await text.FillAsync(First.Replace("[dora]}", "[dora, erik]}", StringComparison.Ordinal));
        await Button(page, "Check").ClickAsync();
        await Expect(page.GetByText("Nothing is wrong with it.")).ToBeVisibleAsync();
        await Expect(page.Locator(".add").Filter(new() { HasText = "members: [dora, erik]" })).ToBeVisibleAsync();
        await Button(page, "Put in force").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Revision 2 is in force.");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Revision 1 to 2" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Go back to 1…" }).ClickAsync();
        await Expect(text).Not.ToHaveValueAsync(new Regex("dora, erik"));
        ada.AssertQuiet();
    }

    [Fact]
    public async Task Who_was_overtaken_is_told_and_changes_nothing()
    {
        var workspace = host.NewWorkspace();
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, First);
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/definitions/edit");
        var text = page.GetByLabel("All that the workspace defines");
        await text.FillAsync(First + "  search: {}\n");
        await Button(page, "Check").ClickAsync();
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, First + "  billing: {}\n");
        await Button(page, "Put in force").ClickAsync();
        await Expect(page.GetByText("Revision 2 came while you wrote.")).ToBeVisibleAsync();
        await Expect(page.Locator(".del").Filter(new() { HasText = "billing" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_operator_reads_and_does_not_write()
    {
        var workspace = host.NewWorkspace();
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, First);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/definitions");
        await Expect(page.GetByText("Revision 1 is in force")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Edit…" })).ToHaveCountAsync(0);
        await dana.GoAsync("/definitions/edit");
        await Expect(page.Locator("#said")).ToContainTextAsync("takes the role admin");
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
