using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Orleans' dashboard shows every workspace, so it is for admins of all of them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DashboardTests(SharedHost shared)
{
    private const string Bound = "bound-key-0123456789abcde";

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/index.min.js")]
    [InlineData("/dashboard/DashboardCounters")]
    [InlineData("/dashboard/GrainState?grainId=1&grainType=x")]
    public async Task It_is_closed_to_everybody_but_admins(string path)
    {
        using var stranger = await shared.Host.SendAsync(HttpMethod.Get, path, key: null);
        await stranger.ProblemAsync(401, "unauthorized");
        Assert.Contains("Basic", stranger.Header("WWW-Authenticate"));
        foreach (var key in (string[])[EdgeHost.Eyes, EdgeHost.Ops, EdgeHost.Prom, EdgeHost.Acme])
        {
            using var refused = await shared.Host.SendAsync(HttpMethod.Get, path, key: key);
            await refused.ProblemAsync(403, "insufficient_role");
        }
    }

    [Fact]
    public async Task An_admin_of_one_workspace_does_not_see_those_of_the_others()
    {
        await using var host = await EmbeddedHost.StartAloneAsync($"{EdgeHost.Keys},bound={Bound}:admin:ws-acme");
        // Its own routes are made when the first one looks.
        using var first = await host.SendAsync(HttpMethod.Get, "/dashboard/DashboardCounters");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        foreach (var path in (string[])["/dashboard/", "/dashboard/DashboardCounters", "/dashboard/GrainState?grainId=1&grainType=x",
            "/dashboard/Trace"])
        {
            using var refused = await host.SendAsync(HttpMethod.Get, path, key: Bound);
            await refused.ProblemAsync(403, "foreign_workspace");
        }
    }

    [Fact]
    public async Task An_admin_gets_the_page_in_a_browser_and_everything_that_it_loads_from_here()
    {
        using var redirect = await BrowseAsync("/dashboard");
        Assert.Equal("/dashboard/", redirect.Headers.Location?.OriginalString);
        using var page = await BrowseAsync("/dashboard/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("""(src|href)="https?://""", html);
        // Inline scripts and handlers would not run under the policy; inline styles and fonts as data do.
        Assert.DoesNotMatch("<script(?![^>]*src=)|\\son[a-z]+=", html);
        var policy = page.Header("Content-Security-Policy")!;
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("style-src 'self' 'unsafe-inline'", policy);
        Assert.Contains("font-src 'self' data:", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        foreach (Match asset in Regex.Matches(html, "(src|href)=\"(\\.?/?[^\"]+\\.(js|css|ico))\""))
        {
            using var loaded = await BrowseAsync(new Uri(new Uri("http://x/dashboard/"), asset.Groups[2].Value).AbsolutePath);
            Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
        }
    }

    [Fact]
    public async Task The_data_behind_it_has_our_grains()
    {
        await new Guest(shared.Host).IncidentAsync();
        List<string?> types = [];
        // It counts once a second.
        await Poll.UntilAsync("our grains to be counted", async () =>
        {
            using var answer = await shared.Host.SendAsync(HttpMethod.Get, "/dashboard/DashboardCounters");
            var counters = await answer.JsonAsync();
            types = [.. counters.GetProperty("simpleGrainStats").EnumerateArray().Select(grain => grain.Text("grainType"))];
            return counters.GetProperty("totalActiveHostCount").GetInt32() >= 1
                && types.Contains("AiSre.Grains.Alerts.ServiceIntakeGrain") && types.Contains("AiSre.Grains.Workspaces.WorkspaceGrain");
        }, onTimeout: () => string.Join(' ', types));
    }

    [Fact]
    public async Task Its_log_stream_is_off_and_the_description_leaves_it_out()
    {
        using var trace = await shared.Host.SendAsync(HttpMethod.Get, "/dashboard/Trace");
        Assert.Equal(HttpStatusCode.Forbidden, trace.StatusCode);
        using var description = await shared.Host.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        Assert.DoesNotContain(
            (await description.JsonAsync()).GetProperty("paths")
                .EnumerateObject(), path => path.Name.StartsWith("/dashboard", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> BrowseAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{EdgeHost.Root}")));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
