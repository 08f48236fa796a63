using System.Net;
using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using AiSre.TestHost;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Keys of a workspace: made and shown once, rotated, revoked; and who may what by them.</summary>
public sealed class KeyPageTests(ConsoleHost host) : IAsyncLifetime
{
    private readonly string workspace = host.NewWorkspace();

    private string Keys => $"/workspaces/{workspace}/keys";

    public async ValueTask InitializeAsync() => await host.AlertAsync(workspace, "Till is closed");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_key_is_shown_once_in_the_answer_and_is_nowhere_afterwards()
    {
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync("/incidents");
        await page.Keyboard.TypeAsync("gk");
        await Expect(page).ToHaveURLAsync(new Regex($"{Keys}$"));
        await Expect(page.GetByText("It has handed out none")).ToBeVisibleAsync();
        var text = await MakeAsync(page, "grafana", "ingest", "90");
        Assert.True(text.Length >= 24, text);
        await Expect(page.GetByText("Copy it now: nobody can show it again.")).ToBeInViewportAsync();
        await Expect(page.Locator("#made-key")).ToBeInViewportAsync();
        await Button(page, "Copy the key").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync(new Regex("Copied|Selected"));
        Assert.DoesNotContain(text, page.Url, StringComparison.Ordinal);
        Assert.All(await ada.Context.CookiesAsync(), cookie => Assert.DoesNotContain(text, cookie.Value, StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Link, new() { Name = "I have it" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = "grafana" }) });
        await Expect(row).ToContainTextAsync(new Regex("ingest.*counts.*never.*by ada", RegexOptions.Singleline));
        Assert.DoesNotContain(text, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GoBackAsync();
        Assert.DoesNotContain(text, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(text, host.Silo.Log, StringComparison.Ordinal);
        ada.AssertQuiet();
    }

    [Fact]
    public async Task The_answer_with_the_key_is_stored_nowhere_and_needs_no_script()
    {
        await using var ada = await host.VisitAsync(workspace, "ada", new() { JavaScriptEnabled = false });
        var page = await ada.GoAsync(Keys);
        await page.GetByText("Make a key…").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("cron");
        var answer = await page.RunAndWaitForResponseAsync(
            () => Button(page, "Make the key").ClickAsync(), response => response.Request.Method == "POST");
        Assert.Equal((200, "no-store"), (answer.Status, await answer.HeaderValueAsync("cache-control")));
        await Expect(page.Locator("#made-key")).ToHaveTextAsync(new Regex("\\S{24,}"));
    }

    [Fact]
    public async Task It_opens_its_workspace_until_it_is_revoked()
    {
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Keys);
        var text = await MakeAsync(page, "reader", "viewer");
        await OpensAsync(text, HttpStatusCode.OK);
        await page.GetByRole(AriaRole.Link, new() { Name = "Rotate or revoke… reader" }).ClickAsync();
        await Expect(page.GetByText("What stops, within seconds and for good:")).ToBeVisibleAsync();
        await Button(page, "Revoke reader").ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("reader is revoked");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "reader" }).First).ToContainTextAsync("revoked");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Rotate or revoke… reader" })).ToHaveCountAsync(0);
        await OpensAsync(text, HttpStatusCode.Unauthorized);
        ada.AssertQuiet();
    }

    [Fact]
    public async Task A_rotation_shows_the_new_key_and_says_when_the_old_one_ends()
    {
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Keys);
        var old = await MakeAsync(page, "pager", "operator");
        await page.GetByRole(AriaRole.Link, new() { Name = "Rotate or revoke… pager" }).ClickAsync();
        await page.GetByLabel("Hours that both open").FillAsync("10000");
        await page.GetByLabel("Hours that both open").EvaluateAsync("field => field.removeAttribute('max')");
        await Button(page, "Make the new key").ClickAsync();
        await Expect(page.GetByText("A number of hours from 0 to 720.")).ToBeVisibleAsync();
        await page.GetByLabel("Hours that both open").FillAsync("48");
        await Button(page, "Make the new key").ClickAsync();
        var next = await page.Locator("#made-key").InnerTextAsync();
        Assert.NotEqual(old, next);
        await Expect(page.Locator("#old-end")).ToContainTextAsync(new Regex("opens until .*, for (47 h|2 d|48 h|1 d)"));
        await page.GetByRole(AriaRole.Link, new() { Name = "I have it" }).ClickAsync();
        await Expect(page.GetByText("replaced, opens for")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody th").Filter(new() { HasText = "pager" })).ToHaveCountAsync(2);
        ada.AssertQuiet();
    }

    [Fact]
    public async Task What_cannot_be_is_said_at_its_field_and_makes_nothing()
    {
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Keys);
        await page.GetByText("Make a key…").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("two words");
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("viewer");
        await page.GetByLabel("act", new() { Exact = true }).CheckAsync();
        await Button(page, "Make the key").ClickAsync();
        await Expect(page.GetByText("1 to 64 letters, digits, '.', '@', '-' or '_'.")).ToBeVisibleAsync();
        await Expect(page.GetByText("A key of the role viewer may not act.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("act", new() { Exact = true })).ToBeCheckedAsync();
        await Expect(page.GetByText("It has handed out none")).ToBeVisibleAsync();
        ada.AssertQuiet();
    }

    [Fact]
    public async Task Who_may_what_is_said_by_keys_of_both_kinds_beside_the_people()
    {
        await host.ApiAsync(HttpMethod.Put, "definitions", workspace, """
            users:
              dana: {email: dana@shop.test}
              nora: {email: nora@shop.test}
            """);
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Keys);
        await MakeAsync(page, "robot", "ingest");
        await Expect(page.Locator("#m-ingest")).ToContainTextAsync(new Regex("robot.*ada, dana, omar", RegexOptions.Singleline));
        await Expect(page.Locator("#m-read")).ToContainTextAsync(new Regex("nobody.*ada, dana, omar, vic", RegexOptions.Singleline));
        await Expect(page.Locator("#m-administer")).ToContainTextAsync("ada");
        await Expect(page.Locator("#m-administer")).Not.ToContainTextAsync("dana");
        await Expect(page.GetByText("dana has a key of the same name.")).ToBeVisibleAsync();
        await Expect(page.GetByText("No key has the name of nora")).ToBeVisibleAsync();
        // Nothing of another workspace's keys, and nothing secret.
        var settings = page.Locator("section[aria-labelledby=h-settings]");
        await Expect(settings).ToContainTextAsync(new Regex("vic, viewer.*opens all workspaces", RegexOptions.Singleline));
        await Expect(settings).Not.ToContainTextAsync("bea");
        Assert.DoesNotContain(ConsoleHost.KeyOf("vic"), await page.ContentAsync(), StringComparison.Ordinal);

        await using var dana = await host.VisitAsync(workspace);
        await dana.GoAsync("/incidents");
        await Expect(dana.Page.GetByRole(AriaRole.Link, new() { Name = "Keys", Exact = true })).ToHaveCountAsync(0);
        Assert.Equal((int)HttpStatusCode.Forbidden, (await dana.Context.APIRequest.GetAsync($"console{Keys}")).Status);
    }

    [Fact]
    public async Task What_only_admins_see_of_workspaces_fits_and_is_accessible()
    {
        await using var ada = await host.VisitAsync(workspace, "ada");
        var page = await ada.GoAsync(Keys);
        await MakeAsync(page, "grafana", "ingest");
        await LookAsync(page, "made-key");
        await page.GetByRole(AriaRole.Link, new() { Name = "Rotate or revoke… grafana" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rotate it" })).ToBeVisibleAsync();
        await LookAsync(page, "key");
        foreach (var (path, name) in new[] { (Keys, "keys"), ($"/workspaces/{workspace}", "workspace"), ("/workspaces", "workspaces") })
        {
            await ada.GoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('#main details').forEach(one => one.open = true)");
            await LookAsync(page, name);
        }
        ada.AssertQuiet();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        (int, ColorScheme)[] looks = [(1440, ColorScheme.Light), (1440, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark)];
        foreach (var (width, scheme) in looks)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Pictures.TakeAsync(page, $"admin-{name}-{width}-{scheme}".ToLowerInvariant());
            var content = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(content <= width, $"{name}: {content} px wide in a window of {width} px");
            Assert.Empty((await Accessibility.SeriousAsync(page, Accessibility.All)).Select(serious => $"{name} {width} {scheme}: {serious}"));
        }
        await page.SetViewportSizeAsync(1440, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <returns>The key itself.</returns>
    private static async Task<string> MakeAsync(IPage page, string name, string role, string days = "")
    {
        await page.GetByText("Make a key…").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync(role);
        await page.GetByLabel("Ends after days").FillAsync(days);
        await Button(page, "Make the key").ClickAsync();
        return await page.Locator("#made-key").InnerTextAsync();
    }

    private Task OpensAsync(string key, HttpStatusCode status) => Poll.UntilAsync($"the key to be answered with {status}", async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "incidents");
        request.Headers.Add("X-API-Key", key);
        using var answer = await host.Silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode == status;
    });

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
