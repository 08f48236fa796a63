using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Acting for an incident: looked at first, then done, exactly that and once.</summary>
public sealed class ActionPageTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task A_restart_is_seen_before_it_is_done_and_the_incident_tells_of_it()
    {
        var pod = host.Cluster.Deploy("till");
        var incident = await host.OutOfMemoryAsync(workspace, "till", pod);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Expect(Panel(page)).ToContainTextAsync("nothing was tried or done");
        await Button(page, "Try: restart its pod").ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync($"Restart pod {pod}");
        await Expect(page.Locator("#said")).ToContainTextAsync("Nothing was done");
        await Expect(page.GetByText($"Would delete pod {pod} in namespace shop")).ToBeVisibleAsync();
        await Expect(page.GetByText("one pod; the others of its workload are ready")).ToBeVisibleAsync();
        await Expect(page.GetByText(new Regex("checks passed"))).ToBeVisibleAsync();
        Assert.Empty(host.Cluster.WritesOf("till"));

        await Button(page, "Do it").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync($"Pod {pod} deleted in namespace shop");
        await Expect(page.Locator("#main")).ToContainTextAsync("What happened");
        Assert.Equal([$"create pods/eviction shop/{pod}"], host.Cluster.WritesOf("till"));

        await dana.GoAsync($"/incidents/{incident}");
        await Expect(Panel(page)).ToContainTextAsync($"restart pod {pod}: done, by dana");
        await Expect(Panel(page)).ToContainTextAsync($"restart pod {pod}: tried without doing it, by dana");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task What_was_seen_is_done_once_however_often_it_is_pressed()
    {
        var pod = host.Cluster.Deploy("kiosk");
        var incident = await host.OutOfMemoryAsync(workspace, "kiosk", pod);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Button(page, "Try: restart its pod").ClickAsync();
        await Expect(Button(page, "Do it")).ToBeVisibleAsync();
        var other = await dana.TabAsync(new Uri(page.Url).AbsolutePath[$"/console/{workspace}".Length..]);
        await Button(page, "Do it").ClickAsync();
        await Expect(page.Locator("#main")).ToContainTextAsync("What happened");
        await Button(other, "Do it").ClickAsync();
        await Expect(other.Locator("#main")).ToContainTextAsync("What happened");
        Assert.Single(host.Cluster.WritesOf("kiosk"));
    }

    [Fact]
    public async Task A_scale_is_tried_without_script_and_a_mistake_is_said_beside_its_field()
    {
        var pod = host.Cluster.Deploy("search");
        var incident = await host.OutOfMemoryAsync(workspace, "search", pod);
        await using var dana = await host.VisitAsync(workspace, options: new() { JavaScriptEnabled = false });
        var page = await dana.GoAsync($"/incidents/{incident}/act?action=scale_deployment");
        await Expect(page.GetByLabel("Deployment")).ToHaveValueAsync("search");
        await page.GetByLabel("Replicas").FillAsync("99999999");
        await Button(page, "See what would happen").ClickAsync();
        await Expect(page.GetByText("Say how many there shall be")).ToBeVisibleAsync();
        await page.GetByLabel("Replicas").FillAsync("3");
        await Button(page, "See what would happen").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Scale search to 3");
        await Button(page, "Do it").ClickAsync();
        await Expect(page.Locator("#main")).ToContainTextAsync("What happened");
        Assert.Equal(3, KubernetesStub.WorkloadSamples.PodsOf(host.Cluster.Stub, "shop", "search").Count);
    }

    [Fact]
    public async Task What_the_guard_refuses_is_not_offered_and_says_why()
    {
        var pod = host.Cluster.Deploy("vault");
        KubernetesStub.WorkloadSamples.Budget(host.Cluster.Stub, "shop", "vault", "vault", 2);
        var incident = await host.OutOfMemoryAsync(workspace, "vault", pod);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Button(page, "Try: restart its pod").ClickAsync();
        await Expect(page.GetByText(new Regex("It would be refused.*429"))).ToBeVisibleAsync();
        await Expect(Button(page, "Do it")).ToHaveCountAsync(0);
        await Expect(Button(page, "Ask for approval")).ToHaveCountAsync(0);
        Assert.Empty(host.Cluster.WritesOf("vault"));
    }

    [Fact]
    public async Task A_fix_is_tried_read_against_its_policy_approved_by_another_and_done()
    {
        var pod = host.Cluster.Deploy("scanner");
        await host.ApiAsync(
            HttpMethod.Put, "definitions", workspace,
            "action_policies: [{name: tills, actions: [restart_pod], namespaces: [shop], four_eyes: true}]\n");
        var incident = await host.OutOfMemoryAsync(workspace, "scanner", pod);
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Button(page, "Try: restart its pod").ClickAsync();
        await Expect(page.GetByText("Somebody else than the one who asks must say yes to it.")).ToBeVisibleAsync();
        await page.Locator("#main").GetByRole(AriaRole.Link, new() { Name = "tills", Exact = true }).ClickAsync();
        await Expect(page.Locator("#p-tills")).ToContainTextAsync("another's than the one who asks");
        await page.GoBackAsync();
        await Button(page, "Ask for approval").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Asked.");
        Assert.Empty(host.Cluster.WritesOf("scanner"));

        await using var omar = await host.VisitAsync(workspace, "omar");
        var other = await omar.GoAsync("/approvals");
        await Button(other, "Approve and restart").ClickAsync();
        await Expect(other.Locator("#said")).ToContainTextAsync($"Approved. Pod {pod} deleted");
        Assert.Equal([$"create pods/eviction shop/{pod}"], host.Cluster.WritesOf("scanner"));
        await dana.GoAsync($"/incidents/{incident}");
        await Expect(Panel(page)).ToContainTextAsync($"restart pod {pod}: done, by dana, approved by omar");
        await Panel(page).GetByRole(AriaRole.Link, new() { Name = $"restart pod {pod}" }).First.ClickAsync();
        await Expect(page.Locator("#main")).ToContainTextAsync("not yet, somebody looks soon");
        dana.AssertQuiet();
        omar.AssertQuiet();
    }

    private static ILocator Panel(IPage page) => page.Locator("section[aria-labelledby=actions]");

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
