using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Reports;

/// <summary>Post-mortems over HTTP, of what really happened.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PostMortemTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task It_is_a_draft_until_the_incident_is_over()
    {
        await guest.SendAsync("/webhook/deploy", """{"service":"cart","actor":"mia","version":"v7"}""");
        var id = await guest.IncidentAsync("Pod was OOMKilled", extra: ""","severity":"critical","service":"cart" """);
        var draft = await guest.SendAsync($"/incidents/{id}/postmortem", "{}");
        Assert.Equal((id, "draft"), (draft.Text("incident_id"), draft.Text("status")));

        await guest.SendAsync($"/incidents/{id}/acknowledge", """{"actor":"dave"}""");
        await guest.SendAsync($"/incidents/{id}/resolve", """{"actor":"dave","resolution":"More memory."}""");
        var written = await guest.SendAsync($"/incidents/{id}/postmortem", "");
        var sections = written.GetProperty("postmortem");
        Assert.Equal("final", written.Text("status"));
        Assert.StartsWith("dave resolved it at", sections.Text("resolution"), StringComparison.Ordinal);
        Assert.StartsWith("Deploy by mia (cart) was 0 min before this incident", sections.Text("trigger"), StringComparison.Ordinal);
        Assert.Equal("dave", sections.At("participants", 0).GetString());
        Assert.Equal("Unknown - to be filled in", sections.At("root_causes", 0).GetString());
        Assert.Equal("rules", sections.Text("generated_by"));
        var worded = await guest.SendAsync($"/incidents/{id}/postmortem?ai=true", "");
        var words = worded.GetProperty("postmortem");
        Assert.Equal((sections.Text("summary"), "rules"), (words.Text("summary"), words.Text("generated_by")));
        Assert.Contains("## Action items", written.Text("markdown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_another_workspace_s_incident_there_is_none()
    {
        var id = await guest.IncidentAsync();
        using var foreign = await shared.Host.SendAsync(HttpMethod.Post, $"/incidents/{id}/postmortem", "{}", key: EdgeHost.Acme);
        await foreign.ProblemAsync(404, "not_found");
    }
}
