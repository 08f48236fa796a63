using System.Net;
using AiSre.Api.Tests.Description;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Documents;

/// <summary>
/// What pages say to type: another test pastes it, a comment above says why nobody does, or it is typed here. Here bash reads it, and what it
/// would have had <c>curl</c> send goes to a host of the test's own.
/// </summary>
public sealed class ShellBlockTests
{
    private static readonly string[] Hosts = ["localhost:8888", "sre.example"];

    private static IEnumerable<FencedBlock> Typed => MarkdownPage.OfToday.SelectMany(page => page.Blocks)
        .Where(block => block.IsShell && block.NotRun is null && !block.IsRunElsewhere);

    [Fact]
    public async Task What_is_typed_is_taken()
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        var routes = new RoutesInText(await ApiDocument.ReadAsync(host));
        var (wrong, count) = (new List<string>(), 0);
        foreach (var block in Typed)
        {
            var workspace = await WorkspaceOfAsync(host, block);
            foreach (var request in await ShellBlock.RequestsAsync(block))
            {
                count++;
                if (await RefusalAsync(host, routes, request, workspace) is { } refusal) wrong.Add($"{block}: {refusal}");
            }
        }
        Findings.None(wrong);
        Assert.True(count > 10, $"Only {count} requests were found.");
    }

    [Fact]
    public void Whoever_leaves_a_block_out_says_why_in_words() => Assert.All(
        MarkdownPage.OfToday.SelectMany(page => page.Blocks).Where(block => block.NotRun is not null),
        block => Assert.True(block.IsShell && block.NotRun!.Contains(' ', StringComparison.Ordinal), $"{block}: {block.NotRun}"));

    [Theory]
    [InlineData("curl localhost:8888/incidents?stat=open", "it has no parameter stat")]
    [InlineData("curl localhost:8888/silences -H 'Content-Type: application/json' -d '{\"matchers\": [], \"x\": 1}'", "422")]
    [InlineData("curl -X PATCH localhost:8888/silences", "there is no such operation")]
    [InlineData("curl https://other.example/incidents", "other.example")]
    [InlineData("curl localhost:8888/incidents?state=open", null)]
    public async Task A_mistake_is_noticed(string typed, string? says)
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        var request = Assert.Single(await ShellBlock.RequestsAsync(new("here", 1, "sh", typed + "\n")));
        var refusal = await RefusalAsync(host, new(await ApiDocument.ReadAsync(host)), request, EmbeddedHost.NewWorkspace());
        if (says is null) Assert.Null(refusal);
        else Assert.Contains(says, refusal, StringComparison.Ordinal);
    }

    /// <summary>A workspace with the sources that the block's page defines, because its commands may use them.</summary>
    private static async Task<string> WorkspaceOfAsync(EmbeddedHost host, FencedBlock block)
    {
        var workspace = EmbeddedHost.NewWorkspace();
        var beside = MarkdownPage.All.Single(found => found.Name == block.Page).Blocks;
        if (beside.FirstOrDefault(found => found.Text.StartsWith("sources:", StringComparison.Ordinal)) is { } sources)
        {
            using var answer = await host.SendAsync(HttpMethod.Put, "/definitions", sources.Text, workspace);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        return workspace;
    }

    /// <summary>Null when it was taken. That what it is about is not there is no fault of the page.</summary>
    private static async Task<string?> RefusalAsync(EmbeddedHost host, RoutesInText routes, TypedRequest typed, string workspace)
    {
        if (!Hosts.Contains(typed.Host)) return $"it goes to {typed.Host}";
        if (routes.WrongWith(typed.Method, typed.Address) is { } wrong) return wrong;
        using var request = typed.ToMessage();
        if (!request.Headers.Contains("X-API-Key")) request.Headers.Add("X-API-Key", EdgeHost.Root);
        if (!request.Headers.Contains("X-Workspace-Id") && !typed.Address.Contains("workspace_id=", StringComparison.Ordinal))
            request.Headers.Add("X-Workspace-Id", workspace);
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var isTaken = answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict;
        return isTaken ? null : $"{typed.Method} {typed.Address}: {(int)answer.StatusCode} " +
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
