using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.Acting;

/// <summary>Where policies and settings leave it to autonomy, and it keeps its hands off all the same; people may act.</summary>
[Collection(OnActingHost.Name)]
public sealed class AutonomyKeepsOffTests(ActingHost acting)
{
    [Fact]
    public async Task Where_most_of_a_namespace_is_sick_it_keeps_off_and_a_person_may_act()
    {
        var place = await acting.PlaceAsync();
        await place.LeaveAsync();
        var incident = await place.IncidentAsync();
        place.Sicken(place.Stub.PodsOf(place.Namespace, "web")[0].Name());
        Assert.Contains("2 of 3 workloads in the namespace are not ready", Why(await place.CycleAsync()), StringComparison.Ordinal);
        Assert.Empty(place.Writes);
        var paused = Assert.Single(await place.AuditAsync("autonomy_paused")).GetProperty("detail");
        Assert.Equal(($"namespace/stub/{place.Namespace}", incident), (paused.Text("scope"), paused.Text("incident_id")));
        await place.NotedAsync("2 of 3", incident);

        using var done = await place.DoAsync(place.Restart(), incident);
        Assert.Contains("2 of 3 workloads", (await done.JsonAsync()).At("policy", "notes").GetRawText(), StringComparison.Ordinal);
        Assert.Equal([place.Eviction], place.Writes);
        Assert.Single(await place.EventsAsync(incident), "action_executed");
        Assert.Equal("root", Assert.Single(await place.AuditAsync("action_executed")).Text("actor"));
    }

    [Fact]
    public async Task In_a_storm_it_does_nothing()
    {
        var place = await acting.PlaceAsync();
        await place.LeaveAsync();
        var incident = await place.IncidentAsync();
        var alerts = Enumerable.Range(0, 60).Select(i =>
            $$"""{"labels":{"alertname":"Down{{i}}","service":"other-{{i}}"},"startsAt":"{{acting.Clock.GetUtcNow():O}}"}""");
        using (await place.Guest.PostAsync("/api/v2/alerts", $"[{string.Join(',', alerts)}]")) { }
        var report = await place.CycleAsync();
        Assert.Contains(
            report.GetProperty("skipped").EnumerateArray(),
            skip => skip.Text("incident_id") == incident && skip.Text("reason") == "Alerts come in a storm.");
        Assert.Empty(report.GetProperty("executed").EnumerateArray());
        Assert.Empty(place.Writes);
        Assert.Equal("workspace", Assert.Single(await place.AuditAsync("autonomy_paused")).At("detail", "scope").GetString());
        Assert.Empty(await place.AuditAsync("action_executed"));
        Assert.DoesNotContain(await place.EventsAsync(incident), type => type!.StartsWith("action_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Three_writes_in_a_row_that_the_cluster_refuses_stop_it()
    {
        var place = await acting.PlaceAsync();
        await place.LeaveAsync();
        place.Heal();
        List<string> incidents = [];
        // So many are well that the namespace is.
        for (var i = 0; i < 6; i++) place.Stub.Deployment(place.Namespace, $"app-{i}", 2);
        for (var i = 0; i < 3; i++)
        {
            var pod = place.Stub.PodsOf(place.Namespace, $"app-{i}")[0].Name();
            place.Sicken(pod);
            incidents.Add(await place.Guest.IncidentAsync(
                $"App {i} is out of memory", pod, $$""","namespace":"{{place.Namespace}}","pod":"{{pod}}","service":"app-{{i}}" """));
        }
        place.Stub.Break(new("create", "pods/eviction", FaultKind.Forbidden) { Namespace = place.Namespace });
        var report = await place.CycleAsync();
        place.Stub.Mend();
        var came = report.GetProperty("executed").EnumerateArray().Select(done => done.Text("status"));
        Assert.True(came.SequenceEqual(["failed", "failed", "failed"]), report.GetRawText());
        Assert.All(await place.AuditAsync("action_executed"), row => Assert.Contains(
            "403", row.At("detail", "provider_message").GetString(), StringComparison.Ordinal));
        foreach (var incident in incidents) Assert.Single(await place.EventsAsync(incident), "action_executed");

        acting.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Contains("3 autonomous actions in a row", Why(await place.CycleAsync()), StringComparison.Ordinal);
        Assert.Empty(place.Writes);
        Assert.Equal("workspace", Assert.Single(await place.AuditAsync("autonomy_paused")).At("detail", "scope").GetString());
        await place.NotedAsync("3 autonomous actions in a row", [.. incidents]);
    }

    [Fact]
    public async Task What_helps_and_comes_back_is_done_twice_and_then_a_person_is_told()
    {
        var place = await acting.PlaceAsync();
        await place.LeaveAsync();
        place.Heal();
        place.Stub.StatefulSet(place.Namespace, "db", 2);
        acting.ClusterClock.Shift = TimeSpan.Zero;
        try
        {
            List<string> incidents = [];
            for (var i = 0; i < 3; i++)
            {
                place.Sicken("db-0");
                incidents.Add((await AlertAsync(place, "firing")).Text("incident_id")!);
                var report = await place.CycleAsync();
                if (i == 2)
                {
                    Assert.Contains("It was done 2 times", Why(report), StringComparison.Ordinal);
                    break;
                }
                Assert.True(report.GetProperty("executed").GetArrayLength() == 1, report.GetRawText());
                acting.Clock.Advance(TimeSpan.FromSeconds(121));
                Assert.True((await place.LookedAtAsync(incidents[i])).GetProperty("verified").GetBoolean());
                await AlertAsync(place, "resolved");
                // Its own next cycle is put off: it would have the turn of the test's.
                await place.SetAsync("""{"enabled":true}""");
                acting.Clock.Advance(TimeSpan.FromMinutes(31));
            }
            // Each is an incident of its own, and all of the same alert.
            Assert.Equal(3, incidents.Distinct().Count());
            Assert.Equal(2, place.Writes.Count(write => write == $"create pods/eviction {place.Namespace}/db-0"));
            Assert.Equal(2, place.Writes.Count);
            Assert.Equal(2, (await place.AuditAsync("action_executed")).Count);
            Assert.Equal("ineffective_fix", Assert.Single(await place.AuditAsync("action_denied")).At("detail", "code").GetString());
            Assert.Single(await place.EventsAsync(incidents[2]), "action_denied");
            Assert.Contains(
                "It was done 2 times", Assert.Single(await place.PayloadsAsync(incidents[2], "note_added")).Text("text"), StringComparison.Ordinal);
        }
        finally
        {
            acting.ClusterClock.Shift = TimeSpan.FromHours(-1);
        }
    }

    private static string Why(JsonElement report) => report.GetProperty("skipped").GetRawText();

    private static Task<JsonElement> AlertAsync(ActingPlace place, string status) => place.Guest.SendAsync("/webhook", $$"""
        {"title":"The database is out of memory","dedup_key":"db","status":"{{status}}","namespace":"{{place.Namespace}}","pod":"db-0","service":"db"}
        """);
}
