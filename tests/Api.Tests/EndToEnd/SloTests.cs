using System.Globalization;
using System.Net;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class SloTests(SharedHost shared)
{
    private const string Payments = """{"name":"payments","service":"pay","target":0.9995,"window_days":30}""";
    private const string Latency =
        """{"name":"search","service":"s","target_percent":99.9,"indicator":"latency","latency_threshold_ms":200,"latency_percentile":"p99"}""";
    private const string Events = """{"name":"till","service":"till","target":0.99,"source":{"type":"events"}}""";

    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task The_list_has_the_documented_fields_and_those_of_latency_where_there_is_one()
    {
        Assert.True((await guest.SendAsync("/slo", Payments)).GetProperty("created").GetBoolean());
        await guest.SendAsync("/slo", Latency);
        var list = await guest.GetAsync("/slo");
        Assert.Equal("""
            {"slos":[
            {"name":"payments","service":"pay","target":0.9995,"target_percent":99.95,"window_days":30,"indicator":"availability"},
            {"name":"search","service":"s","target":0.999,"target_percent":99.9,"window_days":30,"indicator":"latency",
            "latency_threshold_ms":200,"latency_percentile":"p99"}
            ],"count":2}
            """.ReplaceLineEndings(""), list.GetRawText());
        var one = await guest.GetAsync("/slo/payments");
        Assert.Equal(("incidents", "critical", 20),
            (one.At("source", "type").GetString(), one.At("source", "severities", 0).GetString(), one.At("alerting", "min_events").GetInt32()));
        Assert.Equal(2, (await guest.SendAsync("/slo", $$"""{"slos":[{{Payments}},{{Latency}}]}""")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_budget_is_the_documented_one_and_what_might_be_is_not_kept()
    {
        await guest.SendAsync("/slo", Payments);
        var began = DateTimeOffset.UtcNow.AddMinutes(-9).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await guest.SendAsync("/webhook?source=alertmanager", $$$"""
            {"version":"4","alerts":[
              {"status":"firing","labels":{"alertname":"Down","severity":"critical","service":"pay"},"startsAt":"{{{began}}}"}]}
            """);
        var budget = await guest.GetAsync("/slo/payments/budget");
        Assert.Equal(
            [
                "slo_name", "target", "window_days", "budget_total_minutes", "budget_consumed_minutes", "budget_remaining_minutes",
                "budget_remaining_percent", "burn_rate", "time_to_exhaustion_hours", "alert_level", "budget_basis", "data", "evaluated_at",
                "firing_tiers", "sli", "uncorrected", "source_problem",
            ], budget.EnumerateObject().Select(field => field.Name));
        Assert.Equal((21.6, "critical", "incident_minutes", "ok", 4),
            (budget.GetProperty("budget_total_minutes").GetDouble(), budget.Text("alert_level"), budget.Text("budget_basis"), budget.Text("data"),
                budget.GetProperty("firing_tiers").GetArrayLength()));
        Assert.InRange(budget.GetProperty("budget_consumed_minutes").GetDouble(), 9, 10);
        var other = await guest.GetAsync("/slo/payments/budget?target=0.99&window_days=7");
        Assert.Equal((100.8, true), (other.GetProperty("budget_total_minutes").GetDouble(), other.GetProperty("what_if").GetBoolean()));
        Assert.Equal(0.9995, (await guest.GetAsync("/slo/payments")).GetProperty("target").GetDouble());

        var told = (await guest.GetAsync("/slo/payments/explain")).GetProperty("explanation").EnumerateArray().Select(line => line.GetString())
            .ToList();
        Assert.Contains(told, line => line!.Contains("the budget is 21.6 min", StringComparison.Ordinal));
        Assert.Equal(24, (await guest.GetAsync("/slo/payments/history?step=1h")).GetProperty("count").GetInt32());
        var overview = await guest.GetAsync("/platform/overview");
        Assert.Equal((1, 1), (overview.At("slos", "total").GetInt32(), overview.At("slos", "at_risk").GetInt32()));
        var digest = await guest.GetAsync("/digest/handoff");
        Assert.Equal("payments", digest.At("slos_at_risk", 0, "name").GetString());
    }

    [Fact]
    public async Task Events_are_counted_once_by_those_who_may_only_send()
    {
        await guest.SendAsync("/slo", Events);
        var ts = DateTimeOffset.UtcNow.AddMinutes(-2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var batch = $$"""{"event_batch_id":"b1","events":[{"ts":"{{ts}}","good":98,"total":100}]}""";
        using (var sent = await shared.Host.SendAsync(HttpMethod.Post, "/slo/till/events", batch, guest.Workspace, EdgeHost.Prom))
            Assert.Equal((HttpStatusCode.OK, """{"accepted":1,"repeated":false}"""), (sent.StatusCode, await sent.Content.ReadAsStringAsync()));
        Assert.True((await guest.SendAsync("/slo/till/events", batch)).GetProperty("repeated").GetBoolean());
        await guest.SendAsync("/slo/till/events", $$"""{"ts":"{{ts}}","good":100,"total":100}""");
        Assert.Equal(0.99, (await guest.GetAsync("/slo/till/budget")).GetProperty("sli").GetDouble());

        await guest.SendAsync("/slo", Payments);
        using var other = await guest.PostAsync("/slo/payments/events", batch);
        await other.ProblemAsync(409, "other_source");
    }

    [Fact]
    public async Task A_label_with_more_values_than_it_may_have_is_told_to_whoever_defines_and_to_whoever_pushes()
    {
        const string tenants = """
            {"name":"tenants","service":"till","target":0.99,"source":{"type":"events"},"group_by":"tenant","max_groups":1}
            """;
        await guest.SendAsync("/slo", tenants);
        await guest.SendAsync("/slo/tenants:a/events", """{"good":1,"total":1}""");
        Assert.False((await guest.GetAsync("/slo")).TryGetProperty("warnings", out _));
        using var refused = await guest.PostAsync("/slo/tenants:b/events", """{"good":1,"total":1}""");
        Assert.Equal((HttpStatusCode.Conflict, "too_many_groups"), (refused.StatusCode, (await refused.JsonAsync()).Text("error")));
        using var unknown = await guest.PostAsync("/slo/nobody:b/events", """{"good":1,"total":1}""");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        const string said = "tenants has SLOs for 1 of the values of tenant, and 'max_groups' allows 1: others are without.";
        Assert.Equal(said, (await guest.GetAsync("/slo")).At("warnings", 0).GetString());
        Assert.Equal(said, (await guest.GetAsync("/slo/tenants")).At("warnings", 0).GetString());
        Assert.Equal(said, (await guest.SendAsync("/slo", tenants)).At("warnings", 0).GetString());
    }

    [Theory]
    [InlineData("/slo", """{"name":"a","service":"s","target":1}""", "body.target")]
    [InlineData("/slo", """{"name":"a","service":"s"}""", "body.target")]
    [InlineData("/slo", """{"name":"A b","service":"s","target":0.9}""", "body")]
    [InlineData("/slo", """{"name":"a","service":"s","target":0.9,"traget":1}""", "body.traget")]
    [InlineData("/slo/till/events", """{"good":2,"total":1}""", "body.good")]
    [InlineData("/slo/till/events", """{"total":1}""", "body.good")]
    [InlineData("/slo/till/events", """{"events":[{"ts":"2020-01-01T00:00:00Z","good":1,"total":1}]}""", "body.events.0.ts")]
    [InlineData("/slo/till/corrections", """{"from":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z","reason":"r"}""", "body.until")]
    [InlineData("/slo/till/corrections", """{"from":"2026-01-02T00:00:00Z","until":"2026-01-03T00:00:00Z","reason":" "}""", "body.reason")]
    public async Task What_is_wrong_is_named_by_its_field(string path, string body, string loc)
    {
        await guest.SendAsync("/slo", Events);
        using var answer = await guest.PostAsync(path, body);
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Theory]
    [InlineData("/slo/till/budget?target=1.5")]
    [InlineData("/slo/till/budget?window_days=0")]
    [InlineData("/slo/till/history?step=2h")]
    [InlineData("/slo/till/history?step=1m&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z")]
    public async Task What_is_asked_wrongly_is_refused(string path)
    {
        await guest.SendAsync("/slo", Events);
        using var answer = await guest.AskAsync(path);
        await answer.ProblemAsync(422, "validation_error");
    }

    [Fact]
    public async Task Corrections_come_and_go_and_both_numbers_are_shown()
    {
        await guest.SendAsync("/slo", Payments);
        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-2), DateTimeOffset.UtcNow.AddHours(-1));
        using var added = await guest.PostAsync("/slo/payments/corrections", $$"""{"from":"{{from:O}}","until":"{{until:O}}","reason":"planned"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var id = (await added.JsonAsync()).Text("id");
        Assert.Equal(id, (await guest.GetAsync("/slo/payments/corrections")).At("corrections", 0, "id").GetString());
        Assert.Equal(0, (await guest.GetAsync("/slo/payments/budget")).At("uncorrected", "budget_consumed_minutes").GetDouble());
        using var gone = await shared.Host.SendAsync(HttpMethod.Delete, $"/slo/payments/corrections/{id}", workspace: guest.Workspace);
        using var again = await shared.Host.SendAsync(HttpMethod.Delete, $"/slo/payments/corrections/{id}", workspace: guest.Workspace);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (gone.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task What_was_written_for_another_tool_is_taken_or_refused_by_line_and_field()
    {
        var taken = await guest.SendAsync("/slo/import", """
            {"version":"prometheus/v1","service":"checkout","slos":[{"name":"a","objective":99.9,"sli":{"events":
            {"error_query":"sum(rate(e[{{.window}}]))","total_query":"sum(rate(t[{{.window}}]))"}},"alerting":{}}]}
            """);
        Assert.Equal(("checkout-a", false), (taken.At("slos", 0, "name").GetString(), taken.GetProperty("refused").GetBoolean()));
        Assert.Equal("prometheus", (await guest.GetAsync("/slo/checkout-a")).At("source", "type").GetString());
        var refused = await guest.SendAsync("/slo/import", """{"apiVersion":"openslo/v9","kind":"SLO","metadata":{"name":"x"}}""");
        Assert.Equal((0, true), (refused.GetProperty("count").GetInt32(), refused.GetProperty("refused").GetBoolean()));
        Assert.Contains(refused.GetProperty("report").EnumerateArray(), line => line.Text("verdict") is "refused");
    }

    [Fact]
    public async Task What_another_workspace_has_promised_is_404()
    {
        await guest.SendAsync("/slo", Payments);
        var other = new Guest(shared.Host);
        foreach (var path in new[] { "", "/budget", "/history", "/explain", "/corrections" })
        {
            using var answer = await other.AskAsync($"/slo/payments{path}");
            await answer.ProblemAsync(404, "not_found");
        }
        using var removed = await shared.Host.SendAsync(HttpMethod.Delete, "/slo/payments", workspace: other.Workspace);
        Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);
        using var own = await shared.Host.SendAsync(HttpMethod.Delete, "/slo/payments", workspace: guest.Workspace);
        Assert.Equal((HttpStatusCode.NoContent, 0), (own.StatusCode, (await guest.GetAsync("/slo")).GetProperty("count").GetInt32()));
    }
}
