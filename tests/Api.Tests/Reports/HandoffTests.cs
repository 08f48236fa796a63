using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Reports;

/// <summary>The digest over HTTP, of what really happened.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HandoffTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task A_shift_is_told_in_numbers_lists_and_words()
    {
        await guest.SendAsync("/webhook/deploy", """{"service":"payments-api","actor":"ci-bot","version":"v7"}""");
        var open = await guest.IncidentAsync("Pod was OOMKilled", "a", ""","severity":"critical","service":"payments-api" """);
        var over = await guest.IncidentAsync("Disk full", "b", ""","severity":"warning","service":"archive" """);
        await guest.SendAsync($"/incidents/{open}/acknowledge", """{"actor":"dave"}""");
        await guest.SendAsync($"/incidents/{over}/resolve", """{"actor":"eve","resolution":"Old logs removed."}""");

        var digest = await guest.GetAsync($"/digest/handoff?hours=12&workspace_id={guest.Workspace}");
        Assert.Equal((12, guest.Workspace), (digest.GetProperty("hours").GetInt32(), digest.Text("workspace_id")));
        var totals = digest.GetProperty("totals");
        Assert.Equal([0, 2, 0, 1, 1, 1],
            new[] { "open_start", "opened", "reopened", "resolved", "open_end", "acknowledged" }.Select(name => totals.GetProperty(name).GetInt32()));
        Assert.Equal(["critical", "high", "warning", "info"],
            totals.GetProperty("by_severity").EnumerateArray().Select(one => one.Text("severity")));
        var first = Assert.Single(digest.GetProperty("open_incidents").EnumerateArray());
        Assert.Equal((open, "acknowledged", "dave"), (first.Text("id"), first.Text("state"), first.Text("held_by")));
        var resolved = Assert.Single(digest.GetProperty("resolved_incidents").EnumerateArray());
        Assert.Equal((over, "eve", "Old logs removed."), (resolved.Text("id"), resolved.Text("resolved_by"), resolved.Text("resolution")));
        Assert.Equal("v7", digest.At("deploys", 0).Text("version"));
        Assert.Equal("oomkilled", digest.GetProperty("top_patterns").EnumerateArray().Select(one => one.Text("name")).Order().Last());
        foreach (var empty in new[] { "slos_at_risk", "drift_signals", "noisy_incidents", "next_oncall", "escalations" })
            Assert.Equal(JsonValueKind.Array, digest.GetProperty(empty).ValueKind);
        Assert.StartsWith(
            "In the last 12 hours 2 incidents opened and 1 was resolved. 1 is open now (1 critical), all of them acknowledged.",
            digest.Text("summary"), StringComparison.Ordinal);
        Assert.Contains("**critical** Pod was OOMKilled", digest.Text("markdown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_reopened_is_counted_and_the_sum_holds()
    {
        var id = await guest.IncidentAsync();
        foreach (var command in new[] { "resolve", "reopen", "resolve" }) await guest.SendAsync($"/incidents/{id}/{command}", "{}");
        var totals = (await guest.GetAsync("/digest/handoff?hours=1")).GetProperty("totals");
        Assert.Equal([0, 1, 1, 2, 0],
            new[] { "open_start", "opened", "reopened", "resolved", "open_end" }.Select(name => totals.GetProperty(name).GetInt32()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("49")]
    public async Task It_looks_back_one_hour_to_two_days(string hours)
    {
        using var refused = await guest.AskAsync($"/digest/handoff?hours={hours}");
        Assert.Equal("query.hours", (await refused.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Another_workspace_s_is_not_told()
    {
        using var foreign = await shared.Host.SendAsync(HttpMethod.Get, $"/digest/handoff?workspace_id={guest.Workspace}", key: EdgeHost.Acme);
        await foreign.ProblemAsync(403, "foreign_workspace");
    }
}
