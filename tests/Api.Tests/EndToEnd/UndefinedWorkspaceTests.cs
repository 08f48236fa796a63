using System.Net;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A sender that has forgotten its workspace hears that nobody is told, and so does whoever looks at the health.</summary>
public sealed class UndefinedWorkspaceTests
{
    private const string Sentence = "names no workspace, so this is in 'default', which defines nothing: nobody is told.";

    [Fact]
    public async Task A_new_alert_of_a_key_without_a_workspace_is_warned_of_until_the_default_one_defines_something()
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        Assert.Equal([$"The key 'prom' {Sentence} Send X-Workspace-Id, or use a key that is bound to a workspace."], await SendAsync(host, "a"));
        await SaysAsync(host, true);

        // Whoever names one, or has one, and a repeat, whose first sender has heard.
        Assert.Empty(await SendAsync(host, "b", workspace: "shop"));
        Assert.Empty(await SendAsync(host, "c", key: EdgeHost.Acme));
        Assert.Empty(await SendAsync(host, "a"));

        using var put = new HttpRequestMessage(HttpMethod.Put, "/definitions");
        put.Headers.Add("X-API-Key", EdgeHost.Root);
        put.Content = new StringContent("users: {dave: {email: dave@bakery.test}}", Encoding.UTF8, "application/yaml");
        using (var answer = await host.Client.SendAsync(put)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var sent = 0;
        await Poll.UntilAsync("a new alert to be without a warning", async () => (await SendAsync(host, $"later-{++sent}")).Count == 0);
        await SaysAsync(host, false);
    }

    private static async Task<List<string?>> SendAsync(EmbeddedHost host, string id, string? workspace = null, string key = EdgeHost.Prom)
    {
        using var answer = await host.SendAsync(
            HttpMethod.Post, "/webhook", $$"""{"title":"Oven {{id}} is cold","dedup_key":"{{id}}"}""", workspace, key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.JsonAsync()).TryGetProperty("warnings", out var warnings)
            ? [.. warnings.EnumerateArray().Select(warning => warning.GetString())]
            : [];
    }

    private static Task SaysAsync(EmbeddedHost host, bool says) =>
        Poll.UntilAsync(says ? "the health to say it" : "the health to say nothing of it", async () =>
            (await host.Client.GetStringAsync("/health")).Contains("come in by keys that name no workspace", StringComparison.Ordinal) == says);
}
