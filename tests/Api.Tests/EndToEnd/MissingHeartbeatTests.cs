using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>The shortest interval and grace are fifteen seconds by our own clock: on a host of its own they pass beside other tests.</summary>
public sealed class MissingHeartbeatTests(SharedHost alone) : IClassFixture<SharedHost>
{
    private readonly Guest guest = new(alone.Host);

    [Fact]
    public async Task One_that_stops_opens_an_incident_and_the_next_beat_resolves_it()
    {
        using var declared = await guest.PutAsync("/heartbeats/a", """{"interval_seconds":10,"grace_seconds":5,"service":"backup"}""");
        await guest.SendAsync("/heartbeats/a", "{}");
        JsonElement incidents = default;
        await Poll.UntilAsync("an incident",
            async () => (incidents = (await guest.GetAsync("/incidents")).GetProperty("incidents")).GetArrayLength() > 0);
        var incident = incidents[0];
        Assert.Equal(("Heartbeat a is missing", "critical", "backup", "open", "heartbeat"),
            (incident.Text("title"), incident.Text("severity"), incident.Text("service"), incident.Text("state"), incident.Text("source")));
        Assert.Equal("missing", (await guest.GetAsync("/heartbeats")).At("heartbeats", 0, "state").GetString());
        await guest.SendAsync("/heartbeats/a", "{}");
        Assert.Equal("resolved", (await guest.GetAsync($"/incidents/{incident.Text("id")}")).At("incident", "state").GetString());
    }
}
