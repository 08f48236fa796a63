using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Runbooks and workflows: found, run, watched, answered and cancelled.</summary>
public sealed class WorkflowPageTests(ConsoleHost host)
{
    /// <summary>Takes the place of the built-in one, and asks before it has read anything.</summary>
    private const string Runbook = """
        runbooks:
          oom-recovery:
            name: Restart what ran out of memory
            match: {patterns: [oomkilled]}
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: note, type: set, values: {pod: "{{inputs.pod_name}}"}}
              - {id: ok, type: approval, message: "Restart {{inputs.pod_name}}?"}
              - {id: calm, type: wait, seconds: 600}
              - {id: restart, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
        """;

    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task The_runbook_of_an_incident_runs_to_its_gate_and_goes_on_when_somebody_says_yes()
    {
        var (pod, incident) = await OutOfMemoryAsync("bakery");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        var panel = page.Locator("section[aria-labelledby=runbooks]");
        await Expect(panel).ToContainTextAsync("Restart what ran out of memory");
        await Button(panel, "Run").First.ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Restart what ran out of memory");
        await Expect(page.Locator("#s-ok")).ToContainTextAsync("A yes is for exactly this");
        await Expect(page.Locator("#s-ok")).ToContainTextAsync($"pod name {pod}");
        await Expect(page.Locator("#s-ok")).ToContainTextAsync($"Would delete pod {pod}");
        await Expect(page.Locator("#s-ok")).ToContainTextAsync("and no other of its name");
        await Expect(page.Locator("#s-note")).ToContainTextAsync("What it found");
        Assert.Empty(host.Cluster.WritesOf("bakery"));
        await page.GetByLabel("Comment, kept in the audit").FillAsync("go on");
        await Button(page.Locator("#s-ok"), "Approve").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Approved: the run goes on.");
        await Expect(page.Locator("#s-ok")).ToContainTextAsync("done");
        await Expect(page.Locator("#s-calm")).ToContainTextAsync("waits");

        await Button(page.Locator("#main"), "Cancel the run").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Cancelled.");
        Assert.Empty(host.Cluster.WritesOf("bakery"));
        await dana.GoAsync("/workflows");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = incident })).ToContainTextAsync("cancelled");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task A_no_at_a_gate_ends_the_run_and_nothing_is_done()
    {
        var (_, incident) = await OutOfMemoryAsync("butcher");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Button(page.Locator("section[aria-labelledby=runbooks]"), "Run").First.ClickAsync();
        await Expect(page.Locator("#s-ok")).ToContainTextAsync("A yes is for exactly this");
        await dana.GoAsync("/approvals");
        await page.GetByRole(AriaRole.Link, new() { Name = "Restart what ran out of memory" }).ClickAsync();
        await Button(page.Locator("#s-ok"), "Deny").ClickAsync();
        await Expect(page.GetByText("somebody said no")).ToBeVisibleAsync();
        Assert.Empty(host.Cluster.WritesOf("butcher"));
    }

    [Fact]
    public async Task A_workflow_of_the_catalogue_is_tried_without_script_and_says_what_is_missing()
    {
        await using var dana = await host.VisitAsync(workspace, options: new() { JavaScriptEnabled = false });
        var page = await dana.GoAsync("/workflows");
        await Expect(page.GetByText("Nothing was run yet")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "oom_recovery" }).ClickAsync();
        await page.GetByLabel("Namespace").FillAsync("shop");
        await Button(page.Locator("#main"), "Dry run").ClickAsync();
        await Expect(page.GetByText("oom_recovery needs the input 'pod_name'.")).ToBeVisibleAsync();
        await page.GetByLabel("Pod name").FillAsync(host.Cluster.Deploy("florist"));
        await Button(page.Locator("#main"), "Dry run").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/workflows/runs/run-"));
        await Expect(page.GetByText("a dry run")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_viewer_watches_a_run_and_has_nothing_to_press()
    {
        var (_, incident) = await OutOfMemoryAsync("tailor");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync($"/incidents/{incident}");
        await Button(page.Locator("section[aria-labelledby=runbooks]"), "Run").First.ClickAsync();
        await Expect(page.Locator("#s-ok")).ToContainTextAsync("A yes is for exactly this");
        await using var vic = await host.VisitAsync(workspace, "vic");
        var watched = await vic.GoAsync(new Uri(page.Url).AbsolutePath[$"/console/{workspace}".Length..]);
        await Expect(watched.Locator("#s-ok")).ToContainTextAsync("To answer takes the role operator.");
        await Expect(Button(watched.Locator("#main"), "Cancel the run")).ToHaveCountAsync(0);
    }

    private async Task<(string Pod, string Incident)> OutOfMemoryAsync(string deployment)
    {
        var pod = host.Cluster.Deploy(deployment);
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Runbook);
        return (pod, await host.OutOfMemoryAsync(workspace, deployment, pod));
    }

    private static ILocator Button(ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
