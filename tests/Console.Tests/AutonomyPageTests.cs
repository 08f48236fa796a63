using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using AiSre.KubernetesStub;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>How far the platform acts by itself: seen, changed, run and stopped.</summary>
public sealed class AutonomyPageTests(ConsoleHost host)
{
    /// <summary>Under which somebody may restart more often than the breaker likes.</summary>
    private const string Policies = """
        action_policies:
          - name: tills
            actions: [restart_pod]
            namespaces: [shop]
            auto: {enabled: true, namespaces: [shop], min_verified: 5}
            limits: {per_target_cooldown_minutes: 0, max_restarts_per_workload_per_hour: 10}
        """;

    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task It_is_off_says_what_it_takes_and_changes_under_an_admins_hand_alone()
    {
        await using var dana = await host.VisitAsync(workspace);
        var watched = await dana.GoAsync("/incidents");
        await watched.Keyboard.TypeAsync("gu");
        await Expect(watched.Locator("main .head")).ToContainTextAsync("It is off: nothing is done without a person.");
        await Expect(watched.Locator("#main")).ToContainTextAsync("the built-in policy leaves it nothing");
        await Expect(watched.GetByText("To change them takes the role admin.")).ToBeVisibleAsync();
        await Expect(watched.Locator("[data-mark]")).ToContainTextAsync("Live");

        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/autonomy");
        await page.GetByText("Change them…").ClickAsync();
        await page.GetByLabel("Cycles run by themselves").CheckAsync();
        await page.GetByLabel("Namespaces").FillAsync("Shop!");
        await Button(page, "Keep these settings").ClickAsync();
        await Expect(page.GetByText("'Shop!' matches no namespace")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Cycles run by themselves")).ToBeCheckedAsync();
        await page.GetByLabel("Namespaces").FillAsync("shop, shop-*");
        await page.GetByLabel("Seconds between cycles").FillAsync("3600");
        await Button(page, "Keep these settings").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Kept. It is on, and only says what it would do.");
        await Expect(watched.Locator("main .head")).ToContainTextAsync("It is on, and only says what it would do.");
        await Expect(watched.Locator("#main")).ToContainTextAsync("shop, shop-*");
        ada.AssertQuiet();
        dana.AssertQuiet();
    }

    [Fact]
    public async Task What_an_admin_has_open_to_change_stays_as_it_is_and_is_refused_where_another_was_first()
    {
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/autonomy");
        await Expect(page.Locator("[data-mark]")).ToContainTextAsync("Live");
        await page.GetByText("Change them…").ClickAsync();
        await page.GetByLabel("Cycles run by themselves").CheckAsync();
        await host.ApiAsync(
            HttpMethod.Put, "autonomy/settings", workspace, new { max_incidents_per_cycle = 7, allowed_namespaces = new[] { "till" } });
        // What counts is shown at once; what she writes is hers.
        await Expect(page.Locator("section[aria-labelledby=h-settings] dl")).ToContainTextAsync("at most 7 incidents");
        await Expect(page.GetByLabel("Cycles run by themselves")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Namespaces")).ToHaveValueAsync("");
        await Button(page, "Keep these settings").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has changed the settings while you wrote. Yours are not kept.");
        await Expect(page.Locator("main .head")).ToContainTextAsync("It is off");
        await Button(page, "Keep these settings").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Kept. It is on, and only says what it would do.");
        ada.AssertQuiet();
    }

    [Fact]
    public async Task An_operator_runs_a_cycle_and_reads_what_it_found_and_why_it_left_the_rest()
    {
        var incident = await host.AlertAsync(workspace, "Queue of orders grows");
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/autonomy");
        await Expect(page.GetByText("None has ended yet.")).ToBeVisibleAsync();
        await Button(page, "Run a cycle now, dry").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("A cycle has looked at 1 incident: 0 done, 0 asked for, 1 left alone.");
        // Whether anything else in the namespace fails at that moment is other stories' doing.
        await Expect(page.Locator("#skipped li").Filter(new() { HasText = incident }))
            .ToContainTextAsync(new Regex(
                "Its cause is undetermined|The alert does not name .*people decide on it|Nothing is known that an action would mend"));
        dana.AssertQuiet();
    }

    [Fact]
    public async Task The_breaker_says_what_it_keeps_off_and_an_admin_resets_it()
    {
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Policies);
        await host.ApiAsync(HttpMethod.Put, "autonomy/settings", workspace, new { enabled = true, poll_interval_seconds = 3600 });
        host.Cluster.Deploy("drawer", 5);
        for (var restart = 0; restart < 4; restart++)
        {
            var pod = host.Cluster.Stub.PodsOf("shop", "drawer")[0].Name();
            await host.ApiAsync(
                HttpMethod.Post, "actions/execute", workspace,
                new { action = "restart_pod", @namespace = "shop", pod_name = pod, dry_run = false, approved = true });
        }
        await host.ApiAsync(HttpMethod.Post, "autonomy/run", workspace);

        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/autonomy");
        var breaker = page.Locator("section[aria-labelledby=h-breaker]");
        await Expect(breaker).ToContainTextAsync(new Regex("It keeps off the workload .*drawer.*was restarted 4 times within an hour"));
        await Expect(breaker.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await using var ada = await host.VisitAsync(workspace, "ada");
        await ada.GoAsync("/autonomy");
        await Button(ada.Page, "Let it go on here").ClickAsync();
        await Expect(ada.Page.Locator("#said")).ToContainTextAsync("Autonomy may go on");
        await Expect(breaker).ToContainTextAsync("closed");
        ada.AssertQuiet();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
