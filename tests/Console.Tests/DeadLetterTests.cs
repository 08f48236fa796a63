using System.Net;
using System.Text;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class DeadLetterTests(ConsoleHost host)
{
    /// <summary>Of two alerts one cannot be read: it has no text of any kind.</summary>
    private const string Half = """[{"title": "Backup failed", "service": "db"}, {"labels": {}}]""";

    [Fact]
    public async Task What_could_not_be_read_is_shown_with_its_body_and_replayed()
    {
        var workspace = host.NewWorkspace();
        await SendAsync(workspace);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/dead-letters");
        await Expect(page.GetByText("1 alert could not be processed.")).ToBeVisibleAsync();
        await page.GetByText("Body,").ClickAsync();
        await Expect(page.GetByLabel("Body", new() { Exact = true })).ToContainTextAsync("labels");

        await Button(page, "Replay").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("It failed again and stays here");
        await Expect(page.GetByText("replayed 1 time in vain")).ToBeVisibleAsync();

        await Button(page, "Replay it").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("1 failed again and stays here");
        await page.GetByText("Delete…").ClickAsync();
        await Button(page, "Delete this alert for good").ClickAsync();
        await Expect(page.GetByText("Every alert that came could be processed.")).ToBeVisibleAsync();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_long_replay_goes_on_by_itself_and_says_how_far_it_is()
    {
        const int Many = 60;
        var workspace = host.NewWorkspace();
        var broken = string.Join(',', Enumerable.Repeat("{\"labels\": {}}", Many));
        await SendAsync(workspace, $"[{{\"title\": \"Backup failed\", \"service\": \"db\"}}, {broken}]");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/dead-letters");
        await Button(page, $"Replay all {Many}").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync($"{Many} failed again and stay here");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(page.GetByText("replayed 1 time in vain").First).ToBeVisibleAsync();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Bodies_are_not_for_viewers()
    {
        var workspace = host.NewWorkspace();
        await SendAsync(workspace);
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/dead-letters");
        await Expect(page.GetByText("Bodies are for operators")).ToBeVisibleAsync();
        Assert.DoesNotContain("labels", await page.ContentAsync(), StringComparison.Ordinal);
    }

    private async Task SendAsync(string workspace, string body = Half)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhook?source=webhook");
        request.Headers.Add("X-API-Key", ConsoleHost.KeyOf("ada"));
        request.Headers.Add("X-Workspace-Id", workspace);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
