using System.Net;
using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Workspaces: made, limited, found among many, stopped and ended, by those whose business that is.</summary>
public sealed class WorkspacePageTests(ConsoleHost host)
{
    private readonly string workspace = host.NewWorkspace();

    private string Own => $"/workspaces/{workspace}";

    [Fact]
    public async Task An_admin_of_the_platform_makes_one_and_says_how_much_it_may_use()
    {
        await using var ada = await host.VisitAsync("default", "ada");
        var page = await ada.GoAsync("/incidents");
        await page.Keyboard.TypeAsync("gm");
        await Expect(page).ToHaveURLAsync(new Regex("/console/workspaces$"));
        await page.GetByText("Make a workspace…").ClickAsync();
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("not a name");
        await Button(page, "Make it").ClickAsync();
        await Expect(page.GetByText("1 to 64 letters, digits, '-' or '_'.")).ToBeVisibleAsync();
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync(workspace);
        await page.GetByLabel("Name (may be empty)").FillAsync("Till & Sons");
        await Button(page, "Make it").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/console{Own}$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Till & Sons");
        await Expect(page.Locator("main .head")).ToContainTextAsync("It is active");

        await page.GetByText("Change the quotas…").ClickAsync();
        // A browser that does not look at what it sends.
        await page.Locator("#quotas form").EvaluateAsync("form => form.noValidate = true");
        await page.GetByLabel("Alerts a minute, repeats counted").FillAsync("0");
        await Button(page, "Keep these quotas").ClickAsync();
        await Expect(page.GetByText("A number from 1 to 1,000,000,000, or nothing.")).ToBeVisibleAsync();
        await page.GetByLabel("Alerts a minute, repeats counted").FillAsync("600");
        await page.GetByLabel("Questions to a chat model a day").FillAsync("0");
        await Button(page, "Keep these quotas").ClickAsync();
        await Expect(Said(page)).ToContainTextAsync("Kept: the quotas count from now on.");
        await Expect(Row(page, "Alerts a minute")).ToContainTextAsync("at most 600");
        await Expect(Row(page, "Incidents stored")).ToContainTextAsync("the platform's default");
        await Expect(Row(page, "Model calls today")).ToContainTextAsync("0 of 0");
        ada.AssertQuiet();
    }

    [Fact]
    public async Task What_is_used_is_said_in_words_and_by_a_bar()
    {
        await host.AlertAsync(workspace, "Till is closed");
        await host.AlertAsync(workspace, "Drawer is stuck", "drawer");
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Own);
        await page.GetByText("Change the quotas…").ClickAsync();
        await page.GetByLabel("Incidents stored").FillAsync("2");
        await Button(page, "Keep these quotas").ClickAsync();
        await Expect(Row(page, "Incidents stored")).ToContainTextAsync(new Regex("2 of 2.*all used", RegexOptions.Singleline));
        await Expect(Row(page, "Incidents stored").Locator("svg.meter rect")).ToHaveAttributeAsync("width", "100%");
        await page.GotoAsync($"console/workspaces?q={workspace}");
        var row = page.Locator($"#w-{workspace}");
        await Expect(row).ToContainTextAsync(new Regex("active.*2 of 2.*all used", RegexOptions.Singleline));
        ada.AssertQuiet();
    }

    [Fact]
    public async Task Its_own_admin_changes_name_and_retention_and_nothing_that_is_the_platforms()
    {
        await host.AlertAsync(ConsoleHost.WorkspaceOfBea, "Oven is cold");
        await using var bea = await host.VisitAsync(ConsoleHost.WorkspaceOfBea, "bea");
        var page = await bea.GoAsync("/workspaces");
        await Expect(page).ToHaveURLAsync(new Regex($"/console/workspaces/{ConsoleHost.WorkspaceOfBea}$"));
        await Expect(page.GetByText("Change the quotas…")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Suspend it…")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Delete it for good…")).ToHaveCountAsync(0);
        await page.GetByText("Change name and retention…").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Bea's bakery");
        await page.GetByLabel("Days that incidents are kept").FillAsync("90");
        await page.GetByLabel("Days that the audit is kept").FillAsync("3650");
        await Button(page, "Keep these settings").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Bea's bakery");
        await Expect(page.GetByText("90 days after they were resolved; open ones stay")).ToBeVisibleAsync();
        await Expect(page.GetByText("3,650 days")).ToBeVisibleAsync();
        bea.AssertQuiet();

        foreach (var act in new[] { "quotas", "suspend", "resume", "delete" })
            Assert.Equal((int)HttpStatusCode.Forbidden, await PostAsync(bea, $"/workspaces/{ConsoleHost.WorkspaceOfBea}/{act}"));
        Assert.Equal((int)HttpStatusCode.Forbidden, await PostAsync(bea, "/workspaces"));
        foreach (var path in new[] { "/workspaces/default", "/workspaces/default/keys", "/workspaces/no-such-workspace" })
            Assert.Equal(404, (await bea.Context.APIRequest.GetAsync(Visitor.AddressOf("", path))).Status);
        Assert.Equal(404, await PostAsync(bea, "/workspaces/default/settings"));
        Assert.Equal(403, (await bea.Context.APIRequest.GetAsync($"console/{ConsoleHost.WorkspaceOfBea}/audit?scope=platform")).Status);
    }

    [Fact]
    public async Task Without_script_one_is_suspended_with_a_reason_found_and_goes_on_again()
    {
        await host.AlertAsync(workspace, "Till is closed");
        await using var ada = await host.VisitAsync(workspace, "ada", new() { JavaScriptEnabled = false });
        var page = await ada.GoAsync(Own);
        await page.GetByText("Suspend it…").ClickAsync();
        await Expect(page.GetByText("nobody is paged").First).ToBeVisibleAsync();
        await page.GetByLabel("Why").FillAsync(" ");
        await Button(page, $"Suspend {workspace}").ClickAsync();
        await Expect(page.GetByText("Write why: everybody who works here reads it.")).ToBeVisibleAsync();
        await page.GetByLabel("Why").FillAsync("The invoice is not paid");
        await Button(page, $"Suspend {workspace}").ClickAsync();
        await Expect(page.Locator("#suspended")).ToContainTextAsync("nobody is paged. The invoice is not paid");
        // Whoever works here reads it on every page, and only the platform lets it go on.
        await using var dana = await host.VisitAsync(workspace);
        await dana.GoAsync("/oncall");
        await Expect(dana.Page.Locator("#suspended")).ToContainTextAsync("The invoice is not paid");
        await Expect(dana.Page.Locator("#suspended a")).ToHaveCountAsync(0);
        await page.GotoAsync($"console/workspaces?state=suspended&q={workspace}");
        await Expect(page.Locator($"#w-{workspace}")).ToContainTextAsync(new Regex("suspended.*The invoice is not paid", RegexOptions.Singleline));

        await ada.GoAsync(Own);
        await Button(page, $"Let {workspace} go on").ClickAsync();
        await Expect(page.Locator("main .head")).ToContainTextAsync("It is active");
        await Expect(page.Locator("#suspended")).ToHaveCountAsync(0);
        ada.AssertQuiet();
    }

    [Fact]
    public async Task A_page_that_was_open_says_that_its_workspace_is_suspended()
    {
        await host.AlertAsync(workspace, "Till is closed");
        await using var dana = await host.VisitAsync(workspace);
        var watching = await dana.GoAsync("/incidents");
        await Expect(watching.Locator("[data-mark]")).ToContainTextAsync("Live");
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Own);
        await page.GetByText("Suspend it…").ClickAsync();
        await page.GetByLabel("Why").FillAsync("The invoice is not paid");
        await Button(page, $"Suspend {workspace}").ClickAsync();
        await Expect(watching.Locator("#suspended")).ToContainTextAsync("The invoice is not paid");
        dana.AssertQuiet();
    }

    [Fact]
    public async Task Deleting_takes_the_id_in_writing_and_shows_how_far_it_is()
    {
        await host.AlertAsync(workspace, "Till is closed");
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Own);
        await page.GetByText("Delete it for good…").ClickAsync();
        var confirm = page.GetByLabel($"Type {workspace} to say that it is meant");
        await confirm.FillAsync("shop");
        await Button(page, $"Delete {workspace} for good").ClickAsync();
        await Expect(page.GetByText("Nothing was deleted.")).ToBeVisibleAsync();
        await confirm.FillAsync(workspace);
        await Button(page, $"Delete {workspace} for good").ClickAsync();
        // The page looks by itself how far it is, and goes when nothing is left.
        await Expect(page).ToHaveURLAsync(new Regex("/console/workspaces$"), new() { Timeout = 120_000 });
        await Expect(Said(page)).ToContainTextAsync($"{workspace} is gone: nothing of it is left.");
        Assert.Equal(404, (await ada.Context.APIRequest.GetAsync($"console/workspaces/{workspace}")).Status);
        ada.AssertQuiet();
    }

    [Fact]
    public async Task The_default_one_can_be_neither_suspended_nor_deleted()
    {
        await using var ada = await host.VisitAsync("default", "ada");
        await host.AlertAsync("default", "Till is closed");
        var page = await ada.GoAsync("/workspaces/default");
        await Expect(page.GetByText("The default workspace can be neither suspended nor deleted")).ToBeVisibleAsync();
        await Expect(page.GetByText("Suspend it…")).ToHaveCountAsync(0);
        var form = ada.Context.APIRequest.CreateFormData();
        form.Set("_token", (await page.Locator("input[name=_token]").First.GetAttributeAsync("value"))!);
        form.Set("confirm", "default");
        await ada.Context.APIRequest.PostAsync("console/workspaces/default/delete", new() { Form = form });
        await ada.GoAsync("/workspaces/default");
        await Expect(page.Locator("main .head")).ToContainTextAsync("It is active");
    }

    [Fact]
    public async Task One_of_many_is_found_by_a_part_of_its_name_and_the_rest_is_read_page_by_page()
    {
        var family = $"many-{Guid.NewGuid():N}"[..13];
        foreach (var i in Enumerable.Range(10, 27)) await host.AlertAsync($"{family}-{i}", "Till is closed");
        await using var vic = await host.VisitAsync(workspace, "vic");
        var page = await vic.GoAsync("/workspaces");
        await page.GetByRole(AriaRole.Searchbox).FillAsync(family.ToUpperInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(25);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator($"#w-{family}-36")).ToContainTextAsync("active");
        await page.GetByRole(AriaRole.Searchbox).FillAsync($"{family}-21");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{family}-21" }).ClickAsync();
        await Expect(page.Locator("main .head")).ToContainTextAsync("1 incident is open");
        await Expect(page.GetByText("To change name and retention takes the role admin.")).ToBeVisibleAsync();
        vic.AssertQuiet();
    }

    private async Task<int> PostAsync(Visitor visitor, string path)
    {
        var form = visitor.Context.APIRequest.CreateFormData();
        form.Set("_token", (await visitor.Page.Locator("input[name=_token]").First.GetAttributeAsync("value"))!);
        form.Set("id", workspace);
        form.Set("confirm", ConsoleHost.WorkspaceOfBea);
        form.Set("reason", "by hand");
        return (await visitor.Context.APIRequest.PostAsync(Visitor.AddressOf("", path), new() { Form = form, MaxRedirects = 0 })).Status;
    }

    private static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    private static ILocator Said(IPage page) => page.Locator("#said");

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
