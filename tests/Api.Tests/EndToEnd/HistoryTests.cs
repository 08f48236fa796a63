using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What history says, over HTTP. How its numbers are made is tested with the rules.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HistoryTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    private Task<string> OpenAsync(string title, string key, string service = "cart", string more = "") =>
        guest.IncidentAsync(title, key, $$""","service":"{{service}}"{{more}}""");

    private async Task<List<string?>> SimilarAsync(string id, string query = "") =>
    [
        .. (await guest.GetAsync($"/incidents/{id}/similar{query}")).GetProperty("similar_incidents").EnumerateArray().Select(one => one.Text("id")),
    ];

    [Fact]
    public async Task An_earlier_incident_of_the_same_kind_is_shown_with_how_it_ended()
    {
        var first = await OpenAsync("OOMKilled on cart", "a");
        await guest.SendAsync($"/incidents/{first}/resolve", """{"resolution":"Memory limit raised to 1 GiB"}""");
        await OpenAsync("Certificate of the mail gateway expires", "b", "mail");
        var second = await OpenAsync("cart was OOMKilled", "c");
        var answer = await guest.GetAsync($"/incidents/{second}/similar");
        Assert.Equal((second, 1, "oomkilled"), (answer.Text("incident_id"), answer.GetProperty("count").GetInt32(), answer.Text("pattern")));
        var similar = answer.At("similar_incidents", 0);
        Assert.Equal(
            (first, "OOMKilled on cart", "resolved", "Memory limit raised to 1 GiB"),
            (similar.Text("id"), similar.Text("title"), similar.Text("state"), similar.Text("resolution")));
        Assert.Equal(0.89, similar.GetProperty("similarity_score").GetDouble());
    }

    [Fact]
    public async Task What_has_just_happened_is_known_to_a_copy_that_was_read_before()
    {
        var first = await OpenAsync("DNS fails in cart", "a");
        Assert.Empty(await SimilarAsync(first));
        await guest.SendAsync($"/incidents/{first}/resolve", "{}");
        var second = await OpenAsync("DNS lookups fail in cart", "b");
        Assert.Equal([first], await SimilarAsync(second));
        Assert.Equal([second], await SimilarAsync(first));
    }

    [Fact]
    public async Task Nobody_is_shown_what_another_workspace_had()
    {
        var stranger = new Guest(shared.Host);
        var theirs = await stranger.IncidentAsync("Unusual words about a quasar", "a", ""","service":"cart" """);
        var mine = await OpenAsync("Unusual words about a quasar", "a");
        Assert.Empty(await SimilarAsync(mine));
        using var refused = await guest.AskAsync($"/incidents/{theirs}/similar");
        await refused.ProblemAsync(404, "not_found");
        using var foreign = await shared.Host.SendAsync(HttpMethod.Get, "/patterns/incidents?workspace_id=ws-other", key: EdgeHost.Acme);
        await foreign.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task Patterns_are_counted_with_their_services()
    {
        foreach (var (service, i) in new[] { "cart", "orders", "cart" }.Select((service, i) => (service, i)))
            await OpenAsync($"OOMKilled on {service}", $"k{i}", service);
        await OpenAsync("Something odd", "odd");
        var answer = await guest.GetAsync("/patterns/incidents");
        Assert.Equal(
            (4, 1, 3),
            (answer.GetProperty("incidents_analyzed").GetInt32(), answer.GetProperty("patterns_found").GetInt32(),
                answer.GetProperty("min_occurrences").GetInt32()));
        var pattern = answer.At("patterns", 0);
        Assert.Equal(
            ("oomkilled", 3, """["cart","orders"]""", "Audit memory limits across affected services"),
            (pattern.Text("pattern"), pattern.GetProperty("occurrences").GetInt32(), pattern.GetProperty("services").GetRawText(),
                pattern.Text("recommendation")));
        Assert.Equal(0, (await guest.GetAsync("/patterns/incidents?min_occurrences=4")).GetProperty("patterns_found").GetInt32());
        Assert.Equal(1, (await guest.GetAsync("/patterns/incidents?limit=1")).GetProperty("incidents_analyzed").GetInt32());
    }

    [Fact]
    public async Task A_service_that_runs_out_of_memory_again_and_again_is_forecast_and_profiled()
    {
        foreach (var i in Enumerable.Range(0, 3))
            await OpenAsync("OOMKilled on cart", $"k{i}", more: $$""","severity":"critical","namespace":"n{{i}}" """);
        var forecast = await guest.GetAsync("/forecasting/capacity");
        Assert.Equal(
            (1, 0, 1, guest.Workspace),
            (forecast.GetProperty("total_forecasts").GetInt32(), forecast.GetProperty("critical_count").GetInt32(),
                forecast.GetProperty("high_count").GetInt32(), forecast.Text("workspace")));
        Assert.Equal(
            ("cart", "high", "3 OOMKilled incidents in 24h, increasing trend"),
            (forecast.At("forecasts", 0).Text("service"), forecast.At("forecasts", 0).Text("risk_level"),
                forecast.At("forecasts", 0).Text("signal")));
        Assert.Equal("""{"rate_per_hour":3,"total_incidents":3,"period_hours":24}""", forecast.GetProperty("incident_rate_summary").GetRawText());

        var profile = await guest.GetAsync("/patterns/services/cart");
        Assert.Equal(
            ("cart", 3, """["oomkilled"]""", "critical", 0.67, "high"),
            (profile.Text("service"), profile.GetProperty("total_incidents").GetInt32(), profile.GetProperty("top_failure_patterns").GetRawText(),
                profile.Text("most_common_severity"), profile.GetProperty("repeat_rate").GetDouble(), profile.Text("risk_assessment")));
        Assert.Equal(profile.GetRawText(), (await guest.GetAsync("/patterns/services")).At("services", 0).GetRawText());
        await OpenAsync("Odd", "odd", "shop/front");
        Assert.Equal("shop/front", (await guest.GetAsync("/patterns/services/shop%2Ffront")).Text("service"));
        Assert.Equal(1, (await guest.GetAsync("/patterns/services?limit=1")).GetProperty("count").GetInt32());
        using var none = await guest.AskAsync("/patterns/services/calm");
        await none.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Drift_says_its_rates_and_that_nothing_is_wrong_with_a_new_workspace()
    {
        await OpenAsync("OOMKilled on cart", "a");
        var drift = await guest.GetAsync("/forecasting/drift");
        Assert.Equal("""{"last_1h":1,"last_24h":0.04}""", drift.GetProperty("rates").GetRawText());
        Assert.Equal((true, 0), (drift.GetProperty("healthy").GetBoolean(), drift.GetProperty("signal_count").GetInt32()));
        foreach (var i in Enumerable.Range(0, 5)) await guest.SendAsync("/webhook/deploy", $$"""{"service":"s{{i}}","deploy_id":"d{{i}}"}""");
        Assert.Equal("deploy_surge", (await guest.GetAsync("/forecasting/drift")).At("drift_signals", 0).Text("type"));
    }

    [Fact]
    public async Task What_was_over_at_once_is_noise_until_somebody_asks_for_shorter_noise()
    {
        await OpenAsync("Brief CPU spike", "open", "web");
        var brief = await OpenAsync("Brief CPU spike", "brief", "mail");
        await guest.SendAsync($"/incidents/{brief}/resolve", "{}");
        var noisy = await guest.GetAsync("/incidents/noisy");
        Assert.Equal((1, 5.0), (noisy.GetProperty("count").GetInt32(), noisy.GetProperty("max_duration_minutes").GetDouble()));
        var item = noisy.At("noisy_incidents", 0);
        Assert.Equal((brief, "resolved", 1), (item.Text("id"), item.Text("state"), item.GetProperty("noise_score").GetInt32()));
        Assert.Equal(0.5, (await guest.GetAsync("/incidents/noisy?max_duration_minutes=0.5")).GetProperty("max_duration_minutes").GetDouble());
    }

    [Fact]
    public async Task Metrics_are_exported_as_JSON_and_as_a_table()
    {
        var first = await OpenAsync("OOMKilled on cart", "a");
        await OpenAsync("OOMKilled on cart", "a");
        await guest.SendAsync($"/incidents/{first}/resolve", "{}");
        await OpenAsync("Disk of =pg is full", "b", "=pg,1", ""","severity":"critical" """);
        var export = await guest.GetAsync("/metrics/export");
        Assert.Equal(
            (30, 2, 1, 1, 3, 0.333, 33.3),
            (export.GetProperty("period_days").GetInt32(), export.At("incidents", "total").GetInt32(), export.At("incidents", "open").GetInt32(),
                export.At("incidents", "resolved").GetInt32(), export.GetProperty("alerts_received").GetInt32(),
                export.GetProperty("dedup_rate").GetDouble(), export.GetProperty("noise_reduction_percent").GetDouble()));
        Assert.Equal(1, export.At("mttr", "count").GetInt32());
        Assert.InRange(export.GetProperty("mttr_minutes").GetDouble(), 0, 1);
        Assert.Equal(2, export.GetProperty("by_service").GetArrayLength());
        using var table = await guest.AskAsync("/metrics/export?format=csv&days=7");
        Assert.Equal("text/csv", table.Content.Headers.ContentType?.MediaType);
        var lines = (await table.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.StartsWith("service,incidents,children,critical,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("(all),2,0,1,0,0,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\"'=pg,1\",1,0,1,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_rule_is_judged_by_its_incidents()
    {
        foreach (var i in Enumerable.Range(0, 3))
        {
            var id = await OpenAsync("Brief CPU spike", $"k{i}", $"s{i}");
            await guest.SendAsync($"/incidents/{id}/acknowledge", "{}");
        }
        var quality = await guest.GetAsync("/alerts/quality?days=1");
        var rule = quality.At("rules", 0);
        Assert.Equal(
            (1, "brief cpu spike", 3, 0, 1.0, "It is worth its pages: leave it as it is."),
            (quality.GetProperty("count").GetInt32(), rule.Text("name"), rule.GetProperty("incidents").GetInt32(),
                rule.GetProperty("pages").GetInt32(), rule.GetProperty("acted_on_share").GetDouble(), rule.Text("proposal")));
        Assert.Equal(0, (await guest.GetAsync("/alerts/quality?workspace_id=ws-nobody")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("/metrics/export?format=xml", "query.format")]
    [InlineData("/metrics/export?days=0", "query.days")]
    [InlineData("/alerts/quality?days=366", "query.days")]
    [InlineData("/incidents/noisy?max_duration_minutes=0", "query.max_duration_minutes")]
    [InlineData("/incidents/noisy?max_duration_minutes=1441", "query.max_duration_minutes")]
    [InlineData("/incidents/noisy?max_duration_minutes=NaN", "query.max_duration_minutes")]
    [InlineData("/incidents/noisy?limit=101", "query.limit")]
    [InlineData("/patterns/incidents?limit=0", "query.limit")]
    [InlineData("/patterns/incidents?min_occurrences=x", "query.min_occurrences")]
    public async Task What_cannot_be_meant_is_refused(string path, string loc)
    {
        using var refused = await guest.AskAsync(path);
        Assert.Equal(loc, (await refused.ProblemAsync(422, "validation_error")).Loc());
    }
}
