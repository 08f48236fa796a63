using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>What may be done, as somebody reads it at night.</summary>
public sealed class PolicyPageTests(ConsoleHost host)
{
    private const string Policies = """
        action_policies:
          - name: tills
            actions: [restart_pod, scale_deployment]
            namespaces: [shop]
            four_eyes: true
            auto: {enabled: true, actions: [restart_pod], namespaces: [shop], min_verified: 5}
            limits: {per_target_cooldown_minutes: 25}
            freeze: [{name: inventory, time_zone: Europe/Berlin, from: "00:00", to: "24:00"}]
          - name: rest
            actions: [restart_pod]
            namespaces: ["*"]
            approval: forbidden
        """;

    private readonly string workspace = host.NewWorkspace();

    [Fact]
    public async Task Each_policy_is_said_in_words_and_what_is_frozen_now()
    {
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Policies);
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/policies");
        await Expect(page.Locator("main .head")).ToContainTextAsync("2 policies count; 1 is frozen now, and 1 leaves something to autonomy.");
        var tills = page.Locator("#p-tills");
        foreach (var said in (string[])
        [
            "restart pod, scale deployment", "another's than the one who asks", "helped 5 times in a row", "25 min apart", "on now, until",
            "00:00 to 24:00",
        ]) await Expect(tills).ToContainTextAsync(said);
        await Expect(page.Locator("#p-rest")).ToContainTextAsync("nobody can: it may be tried and not done");
        await Expect(page.GetByText("kube-system", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "revision 1" })).ToHaveAttributeAsync("href", new Regex("/definitions$"));
        vic.AssertQuiet();
    }

    [Fact]
    public async Task Which_one_counts_is_said_without_script_with_what_the_guard_thinks_of_it()
    {
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Policies);
        await using var dana = await host.VisitAsync(workspace, options: new() { JavaScriptEnabled = false });
        var page = await dana.GoAsync("/policies");
        await AskAsync("shop");
        await Expect(page.Locator("#answer")).ToContainTextAsync("The policy tills counts. It names shop, which goes before every pattern.");
        await Expect(page.Locator("#answer")).ToContainTextAsync("rest would cover it too.");
        await Expect(page.Locator("#answer")).ToContainTextAsync("The freeze window 'inventory' of the policy 'tills' lasts until");
        await AskAsync("kube-system");
        await Expect(page.Locator("#answer")).ToContainTextAsync("The policy rest counts. It is for every namespace");
        await Expect(page.Locator("#answer")).ToContainTextAsync("The namespace kube-system is protected");
        await page.Locator("#answer").GetByRole(AriaRole.Link, new() { Name = "open an incident" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/incidents\\?namespace=kube-system$"));

        async Task AskAsync(string name)
        {
            await page.GetByLabel("Namespace", new() { Exact = true }).FillAsync(name);
            await page.GetByRole(AriaRole.Button, new() { Name = "Say which" }).ClickAsync();
        }
    }

    [Fact]
    public async Task Whoever_has_written_none_reads_the_built_in_one_and_sees_those_that_are_put_by_themselves()
    {
        await using var dana = await host.VisitAsync(workspace);
        var page = await dana.GoAsync("/incidents");
        await page.Keyboard.TypeAsync("gp");
        await Expect(page.Locator("#p-default")).ToContainTextAsync("comes with the product");
        await Expect(page.Locator("#p-default")).ToContainTextAsync("every namespace");
        await Expect(page.Locator("[data-mark]")).ToContainTextAsync("Live");
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, Policies);
        await Expect(page.Locator("#p-tills")).ToBeVisibleAsync();
        await Expect(page.Locator("#p-default")).ToHaveCountAsync(0);
        dana.AssertQuiet();
    }
}
