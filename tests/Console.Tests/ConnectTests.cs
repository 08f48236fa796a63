using AiSre.Console.Connect;
using AiSre.Console.Tests.Browser;
using AiSre.Domain.Alerts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

[Collection(OnConsole.Name)]
public sealed class ConnectTests(ConsoleHost host)
{
    [Fact]
    public async Task The_first_delivery_is_seen_as_it_comes_and_shown_as_it_was_read()
    {
        var workspace = host.NewWorkspace();
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/connect/gatus");
        await Expect(page.GetByLabel("Lines for Gatus")).ToContainTextAsync($"{host.Silo.Address}webhook?source=gatus");
        await Expect(page.GetByLabel("Lines for Gatus")).ToContainTextAsync(ToolGuide.KeyPlaceholder);
        await page.GetByRole(AriaRole.Link, new() { Name = "Wait for a delivery" }).ClickAsync();
        await Expect(page.GetByText("Nothing has come yet.")).ToBeVisibleAsync();

        await host.ApiAsync(HttpMethod.Post, "webhook?source=gatus", workspace, new
        {
            group = "shop", name = "front door", state = "TRIGGERED", description = "no answer", errors = "timeout", url = "https://shop.example",
        });
        await Expect(page.GetByText("It has come.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "title" })).ToContainTextAsync("front door");
        dana.AssertQuiet();
    }

    [Fact]
    public void Every_tool_that_is_known_has_a_guide_of_its_own()
    {
        var guides = ToolGuides.Groups.SelectMany(group => group.Tools).ToList();
        Assert.Equal(AlertSource.Known.Order(StringComparer.Ordinal), guides.Select(guide => guide.Source).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(ToolGuides.Groups, group => group.Name == "Others");
        Assert.All(guides, guide => Assert.Contains("sre.example", guide.In(guide.Lines + guide.Where, "https://sre.example"), StringComparison.Ordinal));
    }
}
