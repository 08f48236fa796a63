using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class WebhookTests(SharedHost shared)
{
    private const string Alertmanager =
        """{"version":"4","groupKey":"g1","status":"firing","receiver":"r","alerts":[{"status":"firing","fingerprint":"f1","labels":{"alertname":"A","service":"s"}},{"status":"firing","fingerprint":"f2","labels":{"alertname":"B","service":"s"}}]}""";
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task Several_alerts_of_one_payload_get_a_result_each()
    {
        var answer = await guest.SendAsync("/webhook", Alertmanager, ("X-Source", "alertmanager"));
        var results = answer.GetProperty("results");
        Assert.Equal(["f1", "f2"], results.EnumerateArray().Select(result => result.Text("fingerprint")));
        Assert.Equal(["created", "created"], results.EnumerateArray().Select(result => result.Text("action")));
        Assert.Equal(answer.Text("incident_id"), results[0].Text("incident_id"));
        Assert.Equal(2, (await guest.IdsAsync()).Count);
        Assert.False(answer.TryGetProperty("failed", out _));

        var again = await guest.SendAsync("/webhook", Alertmanager, ("X-Source", "alertmanager"));
        Assert.True(again.GetProperty("deduplicated").GetBoolean());
        Assert.Equal(answer.Text("incident_id"), again.Text("incident_id"));
    }

    [Fact]
    public async Task A_partly_unusable_payload_keeps_the_good_alerts_and_counts_the_bad_ones()
    {
        var answer =
            await guest.SendAsync("/webhook",
                """{"groupKey":"g","status":"firing","alerts":[7,{"status":"firing","fingerprint":"f1","labels":{"alertname":"A"}}]}""",
                    ("X-Source", "alertmanager"));
        Assert.Equal(1, answer.GetProperty("failed").GetInt32());
        Assert.Single(answer.GetProperty("results").EnumerateArray());
        var letters = await guest.GetAsync("/webhook/dead-letter");
        Assert.Equal((1, 7, "alertmanager"),
            (letters.GetProperty("count").GetInt32(), letters.At("entries", 0, "payload", "alerts", 0).GetInt32(),
                letters.At("entries", 0).Text("source")));
        Assert.Single(await guest.IdsAsync());
    }

    [Fact]
    public async Task A_wholly_unusable_payload_is_422_and_leaves_nothing()
    {
        using var answer = await guest.PostAsync("/webhook", """{"groupKey":"g","status":"firing","alerts":[7,"x"]}""", ("X-Source", "alertmanager"));
        var problem = await answer.ProblemAsync(422, "validation_error");
        Assert.Equal(2, problem.GetProperty("errors").GetArrayLength());
        Assert.StartsWith("body.alerts", problem.Loc());
        Assert.Equal(0, (await guest.GetAsync("/webhook/dead-letter")).GetProperty("count").GetInt32());
        Assert.Empty(await guest.IdsAsync());
    }

    [Fact]
    public async Task A_replay_of_dead_letters_tries_each_again_and_keeps_what_fails_once()
    {
        await guest.SendAsync("/webhook",
            """{"groupKey":"g","status":"firing","alerts":[7,{"status":"firing","fingerprint":"f1","labels":{"alertname":"A"}}]}""",
                ("X-Source", "alertmanager"));
        for (var i = 0; i < 2; i++)
        {
            var replay = await guest.SendAsync("/webhook/dead-letter/replay", "");
            Assert.Equal((false, 0, 1),
                (replay.GetProperty("ok").GetBoolean(), replay.GetProperty("replayed").GetInt32(), replay.GetProperty("failed").GetInt32()));
            Assert.Equal(1, (await guest.GetAsync("/webhook/dead-letter")).GetProperty("count").GetInt32());
        }
    }

    [Fact]
    public async Task A_replay_sends_an_alert_through_its_own_door_and_removes_it()
    {
        await KeepAsync("webhook", """{"title":"Late","dedup_key":"late"}""");
        await KeepAsync("webhook", "not json");
        var replay = await guest.SendAsync("/webhook/dead-letter/replay", "");
        Assert.Equal((1, 1), (replay.GetProperty("replayed").GetInt32(), replay.GetProperty("failed").GetInt32()));
        Assert.Equal("Late", (await guest.GetAsync("/incidents")).At("incidents", 0).Text("title"));
        var left = await guest.GetAsync("/webhook/dead-letter");
        Assert.Equal((1, "not json"), (left.GetProperty("count").GetInt32(), left.At("entries", 0).Text("payload")));
    }

    [Fact]
    public async Task A_replay_of_a_partly_unusable_delivery_does_not_multiply_its_dead_letters()
    {
        await KeepAsync("alertmanager",
            """{"groupKey":"g","status":"firing","alerts":[7,{"status":"firing","fingerprint":"f1","labels":{"alertname":"A"}}]}""");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(1, (await guest.SendAsync("/webhook/dead-letter/replay", "")).GetProperty("failed").GetInt32());
            Assert.Equal(1, (await guest.GetAsync("/webhook/dead-letter")).GetProperty("count").GetInt32());
        }
        Assert.Single(await guest.IdsAsync());
    }

    private async Task KeepAsync(string source, string payload) => Assert.True(await (await shared.Host.GrainsAsync()).GetGrain<IDeadLetters>(0)
        .KeepAsync(new DeadLetter(0, guest.Workspace, source, payload, "The ledger could not commit.", DateTimeOffset.UtcNow)));

    [Theory]
    [InlineData("Idempotency-Key")]
    [InlineData("X-Webhook-Id")]
    [InlineData("webhook-id")]
    [InlineData("X-Request-Id")]
    public async Task A_delivery_that_comes_again_gets_the_first_answer_and_changes_nothing(string header)
    {
        var first = await guest.SendAsync("/webhook", """{"title":"High CPU","dedup_key":"k"}""", (header, "d-1"));
        var second = await guest.SendAsync("/webhook", """{"title":"High CPU","dedup_key":"k"}""", (header, "d-1"));
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.False(second.GetProperty("deduplicated").GetBoolean());
        Assert.Equal(1, (await guest.GetAsync($"/incidents/{first.Text("incident_id")}")).At("incident", "occurrence_count").GetInt32());
        var third = await guest.SendAsync("/webhook", """{"title":"High CPU","dedup_key":"k"}""", (header, "d-2"));
        Assert.True(third.GetProperty("deduplicated").GetBoolean());
    }

    [Fact]
    public async Task An_equal_delivery_id_of_another_workspace_or_source_is_another_delivery()
    {
        var other = new Guest(shared.Host);
        var first = await guest.SendAsync("/webhook", """{"title":"A"}""", ("X-Webhook-Id", "d"));
        var elsewhere = await other.SendAsync("/webhook", """{"title":"A"}""", ("X-Webhook-Id", "d"));
        Assert.NotEqual(first.Text("incident_id"), elsewhere.Text("incident_id"));
        var source = await guest.SendAsync("/webhook", Alertmanager, ("X-Webhook-Id", "d"), ("X-Source", "alertmanager"));
        Assert.NotEqual(first.Text("incident_id"), source.Text("incident_id"));
    }

    [Fact]
    public async Task A_refused_delivery_may_be_sent_again_under_its_id()
    {
        using (var refused = await guest.PostAsync("/webhook", "{}", ("X-Webhook-Id", "d"))) await refused.ProblemAsync(422, "validation_error");
        Assert.Equal("created", (await guest.SendAsync("/webhook", """{"title":"A"}""", ("X-Webhook-Id", "d"))).Text("action"));
    }

    [Fact]
    public async Task The_source_may_be_named_in_the_address_or_by_the_body_itself()
    {
        Assert.Equal("created", (await guest.SendAsync("/webhook?source=alertmanager", Alertmanager)).Text("action"));
        Assert.True((await guest.SendAsync("/webhook", Alertmanager)).GetProperty("deduplicated").GetBoolean());
        var pagerDuty =
            await guest.SendAsync("/webhook", """{"event":{"event_type":"incident.triggered","data":{"id":"P1","type":"incident","title":"T"}}}""");
        Assert.Equal("pagerduty", (await guest.GetAsync($"/incidents/{pagerDuty.Text("incident_id")}")).At("incident").Text("source"));
        // The header wins over the address.
        using var answer = await guest.PostAsync("/webhook?source=pagerduty", """{"title":"A"}""", ("X-Source", "webhook"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_source_is_400_and_says_which_there_are()
    {
        using var answer = await guest.PostAsync("/webhook", "{}", ("X-Source", "carrier-pigeon"));
        Assert.Contains("alertmanager, datadog", (await answer.ProblemAsync(400, "unsupported_source")).Text("detail"));
    }

    [Theory]
    [InlineData("", 400, "invalid_json", null)]
    [InlineData("{\"title\":", 400, "invalid_json", null)]
    [InlineData("[]", 422, "validation_error", "body")]
    [InlineData("7", 422, "validation_error", "body")]
    [InlineData("{}", 422, "validation_error", "body.title")]
    [InlineData("{\"title\":7}", 422, "validation_error", "body.title")]
    [InlineData("{\"title\":[]}", 422, "validation_error", "body.title")]
    public async Task A_body_that_is_none_is_refused_and_names_the_field(string body, int status, string error, string? loc)
    {
        using var answer = await guest.PostAsync("/webhook", body, ("X-Source", "webhook"));
        var problem = await answer.ProblemAsync(status, error);
        if (loc is not null) Assert.StartsWith(loc, problem.Loc());
        Assert.Empty(await guest.IdsAsync());
    }

    [Fact]
    public async Task Prometheus_own_ingest_shape_is_answered_by_an_empty_200()
    {
        const string Body =
            """[{"labels":{"alertname":"A","severity":"critical"},"annotations":{},"startsAt":"2026-03-01T12:00:00Z","endsAt":"2036-03-01T12:00:00Z","generatorURL":"http://prom"}]""";
        for (var i = 0; i < 2; i++)
        {
            using var answer = await guest.PostAsync("/api/v2/alerts", Body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("", await answer.Content.ReadAsStringAsync());
        }
        var incident = (await guest.GetAsync("/incidents")).At("incidents", 0);
        Assert.Equal((2, "critical"), (incident.GetProperty("occurrence_count").GetInt32(), incident.Text("severity")));
    }

    [Fact]
    public async Task Two_hundred_at_once_are_one_incident()
    {
        var answers =
            await Task.WhenAll(Enumerable.Range(0, 200)
                .Select(_ => guest.SendAsync("/webhook", """{"title":"High CPU","dedup_key":"k","service":"s"}""")));
        Assert.Single(answers, answer => answer.Text("action") == "created");
        Assert.Equal(199, answers.Count(answer => answer.GetProperty("deduplicated").GetBoolean()));
        Assert.Equal(200, (await guest.GetAsync("/incidents")).At("incidents", 0, "occurrence_count").GetInt32());
    }

    [Fact]
    public async Task A_name_of_the_workspace_is_text_and_nothing_else()
    {
        var answer = await guest.SendAsync("/webhook", """{"title":"A"}""", ("X-Workspace-Name", "Acme/../default"));
        Assert.Equal(guest.Workspace, (await guest.GetAsync($"/incidents/{answer.Text("incident_id")}")).At("incident").Text("workspace_id"));
    }

    [Fact]
    public async Task Text_of_all_scripts_survives_the_way_through()
    {
        var id = await guest.IncidentAsync("Überlauf 数据库 🔥 <b>&amp;");
        Assert.Equal("Überlauf 数据库 🔥 <b>&amp;", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("title"));
    }

    [Fact]
    public async Task Ingest_is_counted_on_the_metrics_page()
    {
        await guest.IncidentAsync();
        // Of several processes, the one that was asked has counted.
        var text = "";
        foreach (var address in shared.Host.Addresses)
        {
            using var answer = await shared.Host.Client.GetAsync(new Uri(address, "/metrics"), TestContext.Current.CancellationToken);
            Assert.StartsWith("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString());
            text += await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        Assert.Matches(@"(?m)^ai_sre_[a-z_]+_total\{[^}]*source=""webhook""[^}]*\} [1-9]", text);
        Assert.DoesNotContain(guest.Workspace, text, StringComparison.Ordinal);
    }
}
