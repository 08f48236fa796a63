using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Questions to people, and who was first.</summary>
public sealed class ApprovalPageTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task One_asks_another_approves_and_a_third_is_told_who_was_first()
    {
        var pod = await AskAsync("counter");
        await using var omar = await host.VisitAsync(workspace, "omar");
        await using var ada = await host.VisitAsync(workspace, "ada");
        var (page, late) = (await omar.GoAsync("/approvals"), await ada.GoAsync("/approvals"));
        await Expect(page.Locator("nav [aria-current=page]")).ToContainTextAsync("Approvals1");
        var box = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = $"Would delete pod {pod}" }).First;
        await Expect(box).ToContainTextAsync($"Pod {pod}, and no other of its name");
        await Expect(box).ToContainTextAsync("dana");
        await Expect(box).ToContainTextAsync($"Pod {pod} was OOMKilled");
        await Expect(box).ToContainTextAsync("checks passed");
        Assert.Empty(host.Cluster.WritesOf("counter"));

        // Whoever writes is not disturbed, so that the other's page stays as it is.
        await late.GetByLabel("Comment, kept in the audit").FillAsync("me too");
        await page.GetByLabel("Comment, kept in the audit").FillAsync("seen it");
        await Button(page, "Approve and restart").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync($"Approved. Pod {pod} deleted");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = pod });
        await Expect(row).ToContainTextAsync("approved by omar");
        await Expect(row).ToContainTextAsync("seen it");

        await Button(late, "Approve and restart").ClickAsync();
        await Expect(late.Locator("#said")).ToContainTextAsync("omar was first and has approved it");
        Assert.Equal([$"create pods/eviction shop/{pod}"], host.Cluster.WritesOf("counter"));
        omar.AssertQuiet();
    }

    [Fact]
    public async Task A_no_does_nothing_and_works_without_script()
    {
        var pod = await AskAsync("lift");
        await using var omar = await host.VisitAsync(workspace, "omar", new() { JavaScriptEnabled = false });
        var page = await omar.GoAsync("/approvals");
        await Button(page, "Deny").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Denied: nothing is done.");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = pod })).ToContainTextAsync("denied by omar");
        Assert.Empty(host.Cluster.WritesOf("lift"));
    }

    [Fact]
    public async Task A_viewer_reads_the_question_and_cannot_answer()
    {
        var pod = await AskAsync("gate");
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/approvals");
        await Expect(page.GetByText($"Would delete pod {pod}")).ToBeVisibleAsync();
        await Expect(page.GetByText("To answer takes the role operator.")).ToBeVisibleAsync();
        await Expect(Button(page, "Deny")).ToHaveCountAsync(0);
    }

    /// <summary>dana asks for a restart.</summary>
    private async Task<string> AskAsync(string deployment)
    {
        var pod = host.Cluster.Deploy(deployment);
        var incident = await host.OutOfMemoryAsync(workspace, deployment, pod);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Button(page, "Try: restart its pod").ClickAsync();
        await Button(page, "Ask for approval").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Asked. Nothing is done until somebody says yes.");
        return pod;
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
