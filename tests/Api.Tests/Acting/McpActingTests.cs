using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Mcp;

namespace AiSre.Api.Tests.Acting;

/// <summary>An assistant tries and never does, whatever it asks for.</summary>
[Collection(OnActingHost.Name)]
public sealed class McpActingTests(ActingHost acting)
{
    private static readonly (string, object?)[] Asks =
    [
        ("dry_run", false), ("approved", true), ("request_approval", true), ("force", true), ("dryRun", false), ("DRY_RUN", false),
    ];

    [Fact]
    public async Task A_try_says_what_the_guard_says_and_is_in_the_audit_in_the_name_of_the_key()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        await using var visitor = await McpVisitor.ConnectAsync(place.Host, place.Workspace, EdgeHost.Ops);
        var (isRefused, said) = await visitor.CallAsync(
            "try_action", ("action", "restart_pod"), ("namespace", place.Namespace), ("pod_name", place.Pod));
        Assert.False(isRefused, said.GetRawText());
        Assert.Equal(("dry_run", true), (said.Text("status"), said.At("policy", "approval_required").GetBoolean()));
        Assert.Empty(place.Writes);
        var audited = Assert.Single(await place.AuditAsync("action_dry_run"));
        Assert.Equal("ops", audited.Text("actor"));
    }

    [Fact]
    public async Task Whoever_asks_for_more_than_a_try_is_refused_and_nothing_is_done()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        await using var visitor = await McpVisitor.ConnectAsync(place.Host, place.Workspace);
        foreach (var (name, value) in Asks)
        {
            var (isRefused, said) = await visitor.CallAsync(
                "try_action", ("action", "restart_pod"), ("namespace", place.Namespace), ("pod_name", place.Pod), (name, value));
            Assert.True(isRefused, name);
            Assert.Equal("validation_error", said.Text("error"));
        }
        Assert.Empty(place.Writes);
        Assert.Empty(await place.AuditAsync("action_executed"));
        Assert.Empty((await place.Guest.GetAsync("/approvals")).GetProperty("approvals").EnumerateArray());
    }

    [Fact]
    public async Task A_viewer_s_assistant_cannot_even_try()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        await using var visitor = await McpVisitor.ConnectAsync(place.Host, place.Workspace, EdgeHost.Eyes);
        Assert.True((await visitor.CallAsync("try_action", ("action", "restart_pod"), ("namespace", place.Namespace))).IsRefused);
        Assert.Empty(await place.AuditAsync("action_dry_run"));
    }
}
