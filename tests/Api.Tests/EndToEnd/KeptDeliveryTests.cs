using System.Net;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>The bodies that an incident's alerts were read from.</summary>
[Collection(OnSharedHost.Name)]
public sealed class KeptDeliveryTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task The_bodies_of_its_opening_and_its_end_are_kept_without_secrets_and_repeats_are_not()
    {
        var id = await guest.IncidentAsync(extra: ""","api_key":"hunter2","link":"https://u:p@x.test" """);
        await guest.IncidentAsync();
        await guest.IncidentAsync(extra: ""","status":"resolved" """);

        var kept = await guest.GetAsync($"/incidents/{id}/deliveries");
        Assert.Equal((id, 2), (kept.Text("incident_id"), kept.GetProperty("count").GetInt32()));
        var (end, opening) = (kept.At("deliveries", 0), kept.At("deliveries", 1));
        Assert.Equal("resolved", end.At("body", "status").GetString());
        Assert.Equal(("alert_received", "webhook:webhook"), (opening.Text("event_type"), opening.Text("actor")));
        Assert.Equal(("High CPU", "[REDACTED:secret]", "https://[REDACTED:login]@x.test"),
            (opening.At("body", "title").GetString(), opening.At("body", "api_key").GetString(), opening.At("body", "link").GetString()));
    }

    [Fact]
    public async Task Each_incident_of_a_delivery_keeps_its_own_alert()
    {
        var answer = await guest.SendAsync(
            "/webhook?source=alertmanager",
            """{"groupKey":"g","version":"4","alerts":[7,{"status":"firing","fingerprint":"a","labels":{"alertname":"A"}},{"status":"firing","fingerprint":"b","labels":{"alertname":"B"}}]}""");
        for (var i = 0; i < 2; i++)
        {
            var body = (await guest.GetAsync($"/incidents/{answer.At("results", i).Text("incident_id")}/deliveries")).At("deliveries", 0, "body");
            Assert.Equal(("g", 1), (body.Text("groupKey"), body.GetProperty("alerts").GetArrayLength()));
            Assert.Equal(answer.At("results", i).Text("fingerprint"), body.At("alerts", 0).Text("fingerprint"));
        }
    }

    [Fact]
    public async Task Only_the_last_few_are_kept()
    {
        var id = await guest.IncidentAsync();
        foreach (var severity in new[] { "critical" }) await guest.IncidentAsync(extra: $""","severity":"{severity}" """);
        for (var i = 0; i < 3; i++)
        {
            await guest.IncidentAsync(extra: ""","status":"resolved" """);
            await guest.IncidentAsync(extra: $""","round":{i}""");
        }
        var kept = await guest.GetAsync($"/incidents/{id}/deliveries");
        Assert.InRange(kept.GetProperty("count").GetInt32(), 3, 5);
    }

    [Fact]
    public async Task Nobody_sees_those_of_another_workspace()
    {
        var id = await guest.IncidentAsync();
        using var answer = await new Guest(shared.Host).AskAsync($"/incidents/{id}/deliveries");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
