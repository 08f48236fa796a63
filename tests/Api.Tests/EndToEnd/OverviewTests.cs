using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Who sees how much of the platform on <c>/platform/overview</c>. What is counted is tested with the storage.</summary>
[Collection(OnSharedHost.Name)]
public sealed class OverviewTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task A_workspace_is_counted_alone_when_it_is_named()
    {
        await guest.IncidentAsync(key: "a");
        var second = await guest.IncidentAsync("Disk full", "b");
        var third = await guest.IncidentAsync("Certificate expires", "c");
        await guest.SendAsync($"/incidents/{second}/acknowledge", "{}");
        await guest.SendAsync($"/incidents/{third}/resolve", "{}");
        var overview = await guest.GetAsync("/platform/overview");
        Assert.Equal(1, overview.GetProperty("workspaces").GetInt64());
        Assert.Equal("""{"open":1,"acknowledged":1,"resolved_24h":1}""", overview.GetProperty("incidents").GetRawText());
        Assert.InRange(overview.GetProperty("mttr_minutes").GetDouble(), 0, 1);

        using var filtered = await shared.Host.SendAsync(HttpMethod.Get, $"/platform/overview?workspace_id={guest.Workspace}");
        Assert.Equal("""{"open":1,"acknowledged":1,"resolved_24h":1}""", (await filtered.JsonAsync()).GetProperty("incidents").GetRawText());
        using var empty = await shared.Host.SendAsync(HttpMethod.Get, "/platform/overview", workspace: EmbeddedHost.NewWorkspace());
        Assert.Equal("""{"open":0,"acknowledged":0,"resolved_24h":0}""", (await empty.JsonAsync()).GetProperty("incidents").GetRawText());
    }

    [Fact]
    public async Task A_bound_key_sees_its_workspace_and_no_silos()
    {
        using var sent = await shared.Host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"Mine","dedup_key":"overview"}""", null, EdgeHost.Acme);
        await guest.IncidentAsync();
        using var answer = await shared.Host.SendAsync(HttpMethod.Get, "/platform/overview", key: EdgeHost.Acme);
        var mine = await answer.JsonAsync();
        using var everything = await shared.Host.SendAsync(HttpMethod.Get, "/platform/overview");
        var all = await everything.JsonAsync();
        Assert.Equal(1, mine.GetProperty("workspaces").GetInt64());
        Assert.True(all.GetProperty("workspaces").GetInt64() >= 2);
        Assert.True(all.At("incidents", "open").GetInt64() > mine.At("incidents", "open").GetInt64());
        Assert.Equal(0, mine.GetProperty("silos").GetArrayLength());
        using var foreign = await shared.Host.SendAsync(HttpMethod.Get, "/platform/overview?workspace_id=ws-other", key: EdgeHost.Acme);
        await foreign.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task Only_admins_learn_where_a_silo_is()
    {
        var silo = await SiloAsync(EdgeHost.Root);
        Assert.StartsWith("127.0.0.1:", silo.Text("address"));
        Assert.Equal("active", silo.Text("status"));
        Assert.True(silo.GetProperty("activations").GetInt32() > 0);
        var seen = await SiloAsync(EdgeHost.Eyes);
        Assert.Null(seen.Text("address"));
        Assert.Equal("active", seen.Text("status"));
        using var sender = await shared.Host.SendAsync(HttpMethod.Get, "/platform/overview", key: EdgeHost.Prom);
        await sender.ProblemAsync(403, "insufficient_role");
    }

    /// <summary>None is shown while the cluster's table is not read in time, and no activations of one that does not say them in time.</summary>
    private async Task<JsonElement> SiloAsync(string key)
    {
        JsonElement silo = default;
        await Poll.UntilAsync("a silo to be shown", async () =>
        {
            using var answer = await shared.Host.SendAsync(HttpMethod.Get, "/platform/overview", key: key);
            var silos = (await answer.JsonAsync()).GetProperty("silos");
            if (silos.GetArrayLength() == 0) return false;
            silo = silos[0];
            return silo.GetProperty("activations").ValueKind is JsonValueKind.Number;
        });
        return silo;
    }
}
