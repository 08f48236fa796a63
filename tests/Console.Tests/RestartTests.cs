using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Has a server of its own, because it kills it.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_open_page_says_that_the_server_is_gone_and_goes_on_when_it_is_back()
    {
        var workspace = host.NewWorkspace();
        var incident = await host.AlertAsync(workspace, "Replica lag above 30 s");
        await using var dana = await host.VisitAsync(workspace);
        await dana.GoAsync($"/incidents/{incident}");
        var mark = dana.Page.Locator("[data-mark-text]");
        await Expect(mark).ToContainTextAsync("Live");
        await host.Silo.KillAsync();
        await Expect(mark).ToContainTextAsync("Connection lost since");
        await host.Silo.RestartAsync();
        await host.ApiAsync(HttpMethod.Post, $"incidents/{incident}/acknowledge", workspace, new { actor = "erik" });
        // The session holds, and what happened meanwhile is there.
        await Expect(mark).ToContainTextAsync("Live");
        await Expect(dana.Page.Locator("#main")).ToContainTextAsync("erik");
        await dana.Page.Locator("#note").FillAsync("It was the backup.");
        await dana.Page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
        await Expect(dana.Page.Locator("#main")).ToContainTextAsync("It was the backup.");
    }
}
