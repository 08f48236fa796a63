using System.Net;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

/// <summary>Who may only look sees nothing that acts, and cannot act by requests made by hand.</summary>
[Collection(OnConsole.Name)]
public sealed class RoleTests(ConsoleHost host)
{
    [Theory, MemberData(nameof(EveryPageTests.Paths), MemberType = typeof(EveryPageTests))]
    public async Task A_viewer_sees_no_acting_control(string path)
    {
        var shop = await host.Shop.Value;
        await using var vic = await host.VisitAsync(shop.Workspace, "vic");
        await vic.GoAsync(shop.Address(path));
        var actions = await vic.Page.Locator("form[method=post]")
            .EvaluateAllAsync<string[]>("forms => forms.map(form => form.getAttribute('action'))");
        Assert.All(actions, action => Assert.Matches("/(look|sign-out)$", action));
    }

    [Theory]
    [InlineData("/incidents/{incident}/acknowledge")]
    [InlineData("/incidents/{incident}/resolve")]
    [InlineData("/incidents/{incident}/notes")]
    [InlineData("/incidents/{incident}/act")]
    [InlineData("/incidents/{incident}/actions/{action}/do")]
    [InlineData("/incidents/{incident}/actions/{action}/ask")]
    [InlineData("/approvals/apr-1")]
    [InlineData("/workflows/oom-recovery/start")]
    [InlineData("/workflows/runs/{run}/answer")]
    [InlineData("/workflows/runs/{run}/cancel")]
    [InlineData("/kill-switch")]
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
        await using var other = await host.VisitAsync(workspace);
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

    private static Task<IAPIResponse> PostAsync(Visitor visitor, string path, string token)
    {
        var form = visitor.Context.APIRequest.CreateFormData();
        form.Set("_token", token);
        form.Set("text", "by hand");
        return visitor.Context.APIRequest.PostAsync($"console/{visitor.Workspace}{path}", new() { Form = form, MaxRedirects = 0 });
    }
}
