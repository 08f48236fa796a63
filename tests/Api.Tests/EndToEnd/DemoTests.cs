using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>The demo through its endpoint. It is always in one workspace, so it has a host of its own.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task An_admin_fills_the_demo_and_hears_how_far_it_is()
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        using (var before = await SendAsync(host, HttpMethod.Get, EdgeHost.Eyes)) Assert.Equal("none", (await before.JsonAsync()).Text("state"));
        using (var refused = await SendAsync(host, HttpMethod.Post, EdgeHost.Ops)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using (var begun = await SendAsync(host, HttpMethod.Post, EdgeHost.Root))
        {
            Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
            var answer = await begun.JsonAsync();
            Assert.Equal(("running", "demo", "/console/demo/incidents"), (answer.Text("state"), answer.Text("workspace"), answer.Text("console")));
            Assert.True(answer.GetProperty("ok").GetBoolean());
        }
        await Poll.UntilNoneAsync("the demo to be written", async () =>
        {
            using var progress = await SendAsync(host, HttpMethod.Get, EdgeHost.Eyes);
            var far = await progress.JsonAsync();
            // All may be written a moment before that is said.
            return far.Text("state") == "done" ? 0 : Math.Max(1L, far.GetProperty("total").GetInt64() - far.GetProperty("done").GetInt64());
        });

        using var again = await SendAsync(host, HttpMethod.Post, EdgeHost.Root);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var done = await again.JsonAsync();
        var created = done.GetProperty("created");
        Assert.InRange(created.GetProperty("incidents").GetInt32(), 100, 500);
        Assert.InRange(created.GetProperty("deploys").GetInt32(), 50, 100);
        Assert.InRange(created.GetProperty("actions").GetInt32(), 5, 50);
        Assert.InRange(created.GetProperty("slo_events").GetInt32(), 56, 64);
        Assert.Equal(done.GetProperty("total").GetInt32(), done.GetProperty("done").GetInt32());

        using var list = await SendAsync(host, HttpMethod.Get, EdgeHost.Eyes, "/incidents?workspace_id=demo&limit=5");
        Assert.Equal(5, (await list.JsonAsync()).GetProperty("incidents").GetArrayLength());
        using var budget = await SendAsync(host, HttpMethod.Get, EdgeHost.Eyes, "/slo/catalog-answers:se/budget", "demo");
        Assert.InRange((await budget.JsonAsync()).GetProperty("burn_rate").GetDouble(), 100, 420);
        using var other = await SendAsync(host, HttpMethod.Get, EdgeHost.Eyes, "/incidents?workspace_id=default");
        Assert.Equal(0, (await other.JsonAsync()).GetProperty("incidents").GetArrayLength());
    }

    [Fact]
    public async Task Production_has_no_demo_unless_it_is_allowed()
    {
        await using var host = await EmbeddedHost.StartAloneAsync(settings: ("AI_SRE_DEMO", "false"));
        using var refused = await SendAsync(host, HttpMethod.Post, EdgeHost.Root);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("demo_not_allowed", (await refused.JsonAsync()).Text("error"));
    }

    private static Task<HttpResponseMessage> SendAsync(
        EmbeddedHost host, HttpMethod method, string key, string path = "/demo/seed", string? workspace = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-API-Key", key);
        if (workspace is not null) request.Headers.Add("X-Workspace-Id", workspace);
        return host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
