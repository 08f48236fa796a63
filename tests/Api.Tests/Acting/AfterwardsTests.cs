using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.Acting;

/// <summary>Somebody looks two minutes later whether it has helped: at what has come of it, and not at what was acted on.</summary>
[Collection(OnActingHost.Name)]
public sealed class AfterwardsTests(ActingHost acting)
{
    /// <summary>What is asked for, what happens until somebody looks, and what is seen then.</summary>
    private static readonly (string Name, Func<ActingPlace, string> Asks, Action<ActingPlace> Meanwhile, bool? Verified, string Says)[] Rows =
    [
        ("a new pod that is well", place => place.Restart(), _ => { }, true, "The new pod cart-.* is ready"),
        ("a new pod that dies as the old one",
            place => place.Restart(), place => place.Sicken(Newest(place)), false, "has restarted 4 times already"),
        ("a pod that a finalizer holds", place =>
        {
            place.Stub.Edit("Pod", place.Namespace, place.Pod, pod => pod["metadata"]!["finalizers"] = new JsonArray("example.com/hold"));
            return place.Restart();
        }, _ => { }, false, "The old pod is still terminating"),
        ("pods that cannot be read", place => place.Restart(), place => place.Stub.Break(new("list", "pods", FaultKind.Forbidden)
        {
            Namespace = place.Namespace,
        }), null, "could not be read.*403"),
        ("a scale that has come about", place =>
        {
            place.Heal();
            return place.Scale(4);
        }, _ => { }, true, "All 4 replicas are ready"),
        ("a scale that a quota has stopped", place =>
        {
            place.Heal();
            place.Stub.Quota(place.Namespace, "all", new { pods = "5" }, new { pods = "5" });
            return place.Scale(4);
        }, _ => { }, false, @"3 of 4 replicas are ready\. ResourceQuota all has no pods left for 1 more"),
    ];

    /// <summary>All at once, because each of them waits for the same two minutes.</summary>
    [Fact]
    public async Task What_is_seen_is_said_on_the_timeline_and_no_data_is_no_success()
    {
        List<(ActingPlace Place, string Incident, string Before)> done = [];
        acting.ClusterClock.Shift = TimeSpan.FromHours(-1);
        foreach (var row in Rows)
        {
            var place = await acting.PlaceAsync();
            done.Add((place, await place.IncidentAsync(), place.Stub.Find("Pod", place.Namespace, place.Pod)!.Uid()));
        }
        try
        {
            // What is made from here on is new.
            acting.ClusterClock.Shift = TimeSpan.Zero;
            foreach (var (row, (place, incident, _)) in Rows.Zip(done))
            {
                using var answer = await place.DoAsync(row.Asks(place), incident);
                Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{row.Name}: {await answer.Content.ReadAsStringAsync()}");
                row.Meanwhile(place);
            }
            acting.Clock.Advance(TimeSpan.FromSeconds(121));
            foreach (var (row, (place, incident, before)) in Rows.Zip(done))
                await SeenAsync(row.Name, place, incident, before, row.Verified, row.Says);
        }
        finally
        {
            acting.ClusterClock.Shift = TimeSpan.FromHours(-1);
            acting.Stub.Mend();
        }
    }

    private static async Task SeenAsync(string name, ActingPlace place, string incident, string before, bool? verified, string says)
    {
        var seen = await place.LookedAtAsync(incident);
        bool? isSo = seen.GetProperty("verified") is { ValueKind: not JsonValueKind.Null } said ? said.GetBoolean() : null;
        Assert.True(isSo == verified, $"{name}: {seen}");
        Assert.Matches(says, seen.Text("detail"));
        var listed = Assert.Single((await place.Guest.GetAsync($"/incidents/{incident}/actions")).GetProperty("actions").EnumerateArray());
        Assert.Equal(seen.Text("action_id"), listed.Text("action_id"));
        Assert.Equal(verified, listed.GetProperty("verified") is { ValueKind: not JsonValueKind.Null } told ? told.GetBoolean() : null);
        Assert.DoesNotContain(place.Pod, seen.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(
            ["action_requested", "action_executed", "action_verified"],
            (await place.EventsAsync(incident)).Where(type => type!.StartsWith("action_", StringComparison.Ordinal)));
        // What was acted on is one thing, what was looked at another: the audit has the first.
        var audited = Assert.Single(await place.AuditAsync("action_executed")).GetProperty("detail");
        if (audited.Text("action") is "restart_pod")
        {
            Assert.Equal(($"Pod/{place.Pod}", before), (audited.Text("target"), audited.Text("uid")));
            Assert.Equal([place.Eviction], place.Writes);
        }
        else
        {
            Assert.Equal(
                ("Deployment/cart", place.Stub.Find("Deployment", place.Namespace, "cart")!.Uid()), (audited.Text("target"), audited.Text("uid")));
            Assert.Equal([$"patch deployments/scale {place.Namespace}/cart"], place.Writes);
        }
    }

    private static string Newest(ActingPlace place) => place.Stub.PodsOf(place.Namespace, "cart").MaxBy(pod => pod["metadata"]!["creationTimestamp"]!
        .GetValue<string>())!.Name();
}
