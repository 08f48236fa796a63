using System.Text.RegularExpressions;
using AiSre.Console.Tests.Browser;

namespace AiSre.Console.Tests;

/// <summary>What every page says to a browser that runs nothing.</summary>
public sealed partial class PlainPageTests(ConsoleHost host)
{
    [Theory, MemberData(nameof(EveryPage.Paths), MemberType = typeof(EveryPage))]
    public async Task A_page_says_the_same_without_script(string path)
    {
        var shop = await host.Shop.Value;
        await using var dana = await host.VisitAsync(shop.Workspace, "dana", new() { JavaScriptEnabled = false });
        await dana.GoAsync(shop.Address(path));
        Assert.NotEmpty(await dana.Page.Locator("h1").InnerTextAsync());
        Assert.NotEmpty(await dana.Page.Locator("#main").InnerTextAsync());
    }

    [Theory, MemberData(nameof(EveryPage.Paths), MemberType = typeof(EveryPage))]
    public async Task A_page_has_nothing_inline(string path)
    {
        var shop = await host.Shop.Value;
        using var answer = await host.GetAsync(shop.Workspace, shop.Address(path));
        Assert.DoesNotMatch(Inline(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var policy = Assert.Single(answer.Headers.GetValues("content-security-policy"));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
    }

    [GeneratedRegex("""<style|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)|(href|src|action)="\s*javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
