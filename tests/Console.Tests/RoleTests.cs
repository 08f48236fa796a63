using System.Net;
using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Who may only look sees nothing that acts, and cannot act by requests made by hand.</summary>
public sealed partial class RoleTests(ConsoleHost host)
{
    [Theory, MemberData(nameof(EveryPage.Paths), MemberType = typeof(EveryPage))]
    public async Task A_viewer_sees_no_acting_control(string path)
    {
        var shop = await host.Shop.Value;
        using var answer = await host.GetAsync(shop.Workspace, shop.Address(path), "vic");
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var actions = Forms().Matches(html).Select(form => form.Groups["action"].Value).ToList();
        // Looks and signing out are on every page, so that none was overlooked; a page that is missing stands alone. Asking acts on nothing.
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound || actions.Count >= 2);
        Assert.All(actions, action => Assert.Matches("/(look|sign-out|ask|diagnosis)$", action));
    }

    [Theory]
    [InlineData("/incidents/{incident}/acknowledge")]
    [InlineData("/incidents/{incident}/resolve")]
    [InlineData("/incidents/{incident}/notes")]
    [InlineData("/incidents/{incident}/act")]
    [InlineData("/incidents/{incident}/diagnosis/feedback")]
    [InlineData("/incidents/{incident}/actions/{action}/do")]
    [InlineData("/incidents/{incident}/actions/{action}/ask")]
    [InlineData("/approvals/apr-1")]
    [InlineData("/workflows/oom-recovery/start")]
    [InlineData("/workflows/runs/{run}/answer")]
    [InlineData("/workflows/runs/{run}/cancel")]
    [InlineData("/slos/till/corrections")]
    [InlineData("/slos/till/corrections/cor-1/withdraw")]
    [InlineData("/kill-switch")]
    [InlineData("/autonomy/run")]
    [InlineData("/autonomy/settings")]
    [InlineData("/autonomy/reset")]
    [InlineData("/workspaces")]
    [InlineData("/workspaces/{workspace}/settings")]
    [InlineData("/workspaces/{workspace}/quotas")]
    [InlineData("/workspaces/{workspace}/suspend")]
    [InlineData("/workspaces/{workspace}/resume")]
    [InlineData("/workspaces/{workspace}/delete")]
    [InlineData("/workspaces/{workspace}/keys")]
    [InlineData("/workspaces/{workspace}/keys/key-1/rotate")]
    [InlineData("/workspaces/{workspace}/keys/key-1/revoke")]
    public async Task A_viewer_cannot_act_by_hand(string path)
    {
        var shop = await host.Shop.Value;
        await using var vic = await host.VisitAsync(shop.Workspace, "vic");
        await vic.GoAsync("/incidents");
        var token = await vic.Page.Locator("input[name=_token]").First.GetAttributeAsync("value");
        var answer = await PostAsync(vic, shop.Address(path), token!);
        Assert.Equal((int)HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task A_form_without_the_sessions_token_does_nothing()
    {
        var workspace = host.NewWorkspace();
        var incident = await host.AlertAsync(workspace, "Disk full");
        await using var dana = await host.VisitAsync(workspace);
        await using var other = await host.SignInAsync(workspace);
        await other.GoAsync("/incidents");
        var foreign = await other.Page.Locator("input[name=_token]").First.GetAttributeAsync("value");
        foreach (var token in new[] { "", "x.y", foreign! })
            Assert.Equal((int)HttpStatusCode.Forbidden, (await PostAsync(dana, $"/incidents/{incident}/acknowledge", token)).Status);
        Assert.Equal("open", $"{(await host.ApiAsync(HttpMethod.Get, $"incidents/{incident}", workspace))!["incident"]!["state"]}");
    }

    [Fact]
    public async Task The_API_takes_no_session()
    {
        var workspace = host.NewWorkspace();
        await using var dana = await host.VisitAsync(workspace);
        var answer = await dana.Context.APIRequest.GetAsync("incidents");
        Assert.Equal((int)HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task Stored_text_is_shown_as_text()
    {
        var (workspace, _) = await host.Shop.Value;
        await using var dana = await host.VisitAsync(workspace);
        await dana.GoAsync("/incidents");
        await Expect(dana.Page.GetByText("<img src=x onerror=alert(1)>").First).ToBeVisibleAsync();
        await dana.Page.GetByRole(AriaRole.Link, new() { Name = "<img src=x" }).First.ClickAsync();
        await Expect(dana.Page.Locator("h1")).ToContainTextAsync("<script>alert(2)</script>");
        dana.AssertQuiet();
    }

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]*)\"")]
    private static partial Regex Forms();

    private static Task<IAPIResponse> PostAsync(Visitor visitor, string path, string token)
    {
        var form = visitor.Context.APIRequest.CreateFormData();
        form.Set("_token", token);
        form.Set("text", "by hand");
        return visitor.Context.APIRequest.PostAsync(Visitor.AddressOf(visitor.Workspace, path), new() { Form = form, MaxRedirects = 0 });
    }
}
