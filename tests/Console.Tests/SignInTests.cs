using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests;

public sealed class SignInTests(ConsoleHost host)
{
    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_and_lands_where_he_wanted_to_go()
    {
        var workspace = host.NewWorkspace();
        await using var somebody = await host.AnonymousAsync(workspace);
        await somebody.GoAsync("/incidents?state=resolved");
        await Expect(somebody.Page).ToHaveURLAsync(new Regex("/console/sign-in"));
        await somebody.Page.GetByLabel("API key").FillAsync("wrong");
        await somebody.Page.Keyboard.PressAsync("Enter");
        await Expect(somebody.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This key is not known.");
        await somebody.Page.GetByLabel("API key").FillAsync(ConsoleHost.KeyOf("vic"));
        await somebody.Page.Keyboard.PressAsync("Enter");
        await Expect(somebody.Page).ToHaveURLAsync(new Regex($"/console/{workspace}/incidents\\?state=resolved$"));
    }

    [Fact]
    public async Task A_session_ends_when_one_signs_out()
    {
        var workspace = host.NewWorkspace();
        await using var dana = await host.SignInAsync(workspace);
        await dana.GoAsync("/incidents");
        await dana.Page.GetByRole(AriaRole.Button, new() { Name = "dana, operator" }).ClickAsync();
        await Expect(dana.Page).ToHaveURLAsync(new Regex("/console/sign-in"));
        await dana.GoAsync("/incidents");
        await Expect(dana.Page).ToHaveURLAsync(new Regex("/console/sign-in"));
    }

    [Fact]
    public async Task The_key_itself_is_nowhere_in_the_browser()
    {
        await using var dana = await host.SignInAsync(host.NewWorkspace());
        await dana.GoAsync("/incidents");
        var key = ConsoleHost.KeyOf("dana");
        Assert.All(await dana.Context.CookiesAsync(), cookie => Assert.DoesNotContain(key, cookie.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(key, await dana.Page.ContentAsync(), StringComparison.Ordinal);
        var session = Assert.Single(await dana.Context.CookiesAsync(), cookie => cookie.Name == "ai_sre_session");
        Assert.Equal((true, SameSiteAttribute.Strict), (session.HttpOnly, session.SameSite));
    }

    [Fact]
    public async Task Colours_are_the_readers_choice_and_stay()
    {
        await using var vic = await host.VisitAsync(host.NewWorkspace(), "vic");
        await vic.GoAsync("/incidents");
        await vic.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: as the system" }).ClickAsync();
        await Expect(vic.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await vic.Page.ReloadAsync();
        await Expect(vic.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        vic.AssertQuiet();
    }
}
