using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api.Alerts;
using AiSre.Api.Platform;
using AiSre.Api.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Edge;

/// <summary>Counters are process-wide: other classes must not add routes of theirs while series are counted.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}

[Collection(AloneInTheProcess.Name)]
public sealed class PlatformTests(RoleAndWorkspaceTests.Fixture fixture) : IClassFixture<RoleAndWorkspaceTests.Fixture>
{
    private readonly EdgeHost host = fixture.Host;

    [Fact]
    public async Task Health_is_open_and_names_what_has_no_probe()
    {
        using var answer = await this.host.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"status":"ok","mode":"secured","checks":{"ledger":"not_configured","cluster":"not_configured","alarms":"not_configured","notifications":"not_configured"}}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await this.host.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await this.host.Client.SendAsync(new(HttpMethod.Head, "/health"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await this.host.GetAsync("/health/ready")).StatusCode);
    }

    [Theory]
    [InlineData(HealthChecks.Ledger, HealthState.Ok, 200, 200, "ok")]
    [InlineData(HealthChecks.Ledger, HealthState.Degraded, 200, 200, "degraded")]
    [InlineData(HealthChecks.Ledger, HealthState.Failed, 503, 200, "degraded")]
    [InlineData(HealthChecks.Cluster, HealthState.Failed, 200, 503, "degraded")]
    [InlineData(HealthChecks.Alarms, HealthState.Failed, 200, 200, "degraded")]
    [InlineData(HealthChecks.Notifications, null, 200, 200, "degraded")]
    public async Task Health_follows_its_probes(string name, HealthState? state, int health, int ready, string status)
    {
        await using var host = await EdgeHost.StartAsync(keys: "", configure: builder =>
        {
            builder.Services.AddSingleton<IHealthProbe>(new Probe(name, state));
            builder.Services.AddSingleton<IHealthProbe>(new Probe(name, HealthState.Ok));
        });
        using var answer = await host.GetAsync("/health");
        Assert.Equal(health, (int)answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(status, body.GetProperty("status").GetString());
        Assert.Equal("dev", body.GetProperty("mode").GetString());
        Assert.Equal((state ?? HealthState.Failed).ToString().ToLowerInvariant(), body.GetProperty("checks").GetProperty(name).GetString());
        Assert.Equal(ready, (int)(await host.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(200, (int)(await host.GetAsync("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData(HealthState.Ok, HealthState.Failed, 200, "ok")]
    [InlineData(HealthState.Failed, HealthState.Ok, 200, "degraded")]
    [InlineData(HealthState.Failed, HealthState.Failed, 503, "unavailable")]
    public async Task An_alert_is_sent_here_while_ledger_or_spool_would_keep_it(HealthState ledger, HealthState spool, int ready, string status)
    {
        await using var host = await EdgeHost.StartAsync(keys: "", configure: builder =>
        {
            builder.Services.AddSingleton<IHealthProbe>(new Probe(HealthChecks.Ledger, ledger) { Detail = "The folder is gone." });
            builder.Services.AddSingleton<IHealthProbe>(new Probe(HealthChecks.Spool, spool) { Detail = "The folder is gone." });
        });
        using var answer = await host.GetAsync("/health/ready");
        Assert.Equal(ready, (int)answer.StatusCode);
        var details = status is "ok" ? "" : ""","details":["The folder is gone."]""";
        Assert.Equal($"{{\"status\":\"{status}\"{details}}}", await answer.Content.ReadAsStringAsync());
        Assert.Equal("degraded", (await (await host.GetAsync("/health")).JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Adapters_are_those_of_the_reference_and_then_tools() => Assert.StartsWith(
        """{"alert_sources":["alertmanager","datadog","grafana","newrelic","opsgenie","pagerduty","prometheus","webhook"],"log_backends":["datadog","elastic","loki","mock"],"action_providers":["kubernetes"],"action_names":["restart_pod","scale_deployment","suggest_config_fix"],"notification_channels":["email","pagerduty","slack","teams"],"also_recognised":["appdynamics",""",
        await (await this.host.GetAsync("/adapters", EdgeHost.Eyes)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task Metrics_do_not_grow_with_what_callers_invent()
    {
        var metrics = new IngestMetrics();
        metrics.For("warm-up").Request(RequestOutcome.Accepted);
        metrics.Dedup("warm-up");
        Assert.Equal(404, (int)(await this.host.GetAsync("/nowhere", EdgeHost.Prom)).StatusCode);
        Assert.Equal(200, (int)(await this.host.GetAsync("/probe/items/0", EdgeHost.Eyes)).StatusCode);
        _ = await Series();
        var before = await Series();
        for (var i = 0; i < 10_000; i++)
        {
            metrics.For($"source-{i}").Request(RequestOutcome.Rejected);
            metrics.For($"source-{i}").Alert(AlertOutcome.Created, 3);
            metrics.For($"source-{i}").Request(RequestOutcome.Accepted, TimeSpan.FromMilliseconds(1));
            metrics.Dedup($"strategy-{i}");
        }
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            using var answer = await this.host.GetAsync(i % 2 == 0 ? $"/random-{i}" : $"/probe/items/{i}", EdgeHost.Eyes);
        });
        Assert.Equal(before, await Series());
    }

    [Fact]
    public async Task Metrics_are_open_text_with_the_route_template_as_label()
    {
        _ = await this.host.GetAsync("/probe/items/1", EdgeHost.Eyes);
        using var answer = await this.host.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("""ai_sre_http_requests_total{method="GET",route="/probe/items/{id}",status="2xx"}""", text);
        Assert.Contains("""ai_sre_ingest_requests_total{source="other",outcome="accepted"}""", text);
        Assert.Contains("""ai_sre_ingest_alerts_total{source="pagerduty",outcome="dead_lettered"}""", text);
    }

    [Fact]
    public async Task The_description_is_for_viewers_and_names_the_key()
    {
        await (await this.host.GetAsync("/openapi/v1.json", EdgeHost.Prom)).ProblemAsync(403, "insufficient_role");
        var document = await (await this.host.GetAsync("/openapi/v1.json", EdgeHost.Eyes)).JsonAsync();
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey");
        Assert.Equal("X-API-Key", scheme.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Array, document.GetProperty("security").ValueKind);
        var who = document.GetProperty("paths").GetProperty("/probe/who").GetProperty("get");
        Assert.Equal("Needs the role viewer and the scope read.", who.GetProperty("description").GetString());
        Assert.Equal("viewer", who.GetProperty("x-required-role").GetString());
        Assert.Equal("read", who.GetProperty("x-required-scope").GetString());
        Assert.Equal("#/components/responses/Refusal", who.At("responses", "default", "$ref").GetString());
        Assert.Equal("#/components/schemas/Problem", document.At(
            "components", "responses", "Refusal", "content", "application/problem+json", "schema", "$ref").GetString());
        Assert.True(document.At("components", "schemas", "Problem", "properties").TryGetProperty("request_id", out _));
        Assert.Empty(document.GetProperty("paths").GetProperty("/health").GetProperty("get").GetProperty("security").EnumerateArray());
        Assert.False(who.TryGetProperty("requestBody", out _));
        Assert.Equal(
            ["X-Workspace-Id", "X-Workspace-Name"], who.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.Text("name")));
    }

    [Fact]
    public async Task The_docs_page_works_without_the_internet()
    {
        using var page = await this.host.GetAsync("/docs/", EdgeHost.Eyes);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotMatch("""(src|href)="https?://""", html);
        var nonce = Regex.Match(page.Header("Content-Security-Policy")!, "'nonce-([0-9a-f]+)'").Groups[1].Value;
        foreach (Match inline in Regex.Matches(html, "<script(?![^>]*src=)[^>]*>")) Assert.Contains(nonce, inline.Value);
        foreach (Match script in Regex.Matches(html, "<script[^>]*src=\"([^\"]+)\""))
        {
            using var asset = await this.host.GetAsync(new Uri(new Uri("http://x/docs/"), script.Groups[1].Value).AbsolutePath, EdgeHost.Eyes);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        }
        await (await this.host.GetAsync("/docs/", EdgeHost.Prom)).ProblemAsync(403, "insufficient_role");
    }

    [Fact]
    public async Task The_docs_page_is_without_its_makers_offers()
    {
        var html = await (await this.host.GetAsync("/docs/", EdgeHost.Eyes)).Content.ReadAsStringAsync();
        string[] settings =
        [
            "hideClientButton\":true", "telemetry\":false", "showDeveloperTools\":\"never", "agent\":{\"disabled\":true", "mcp\":{\"disabled\":true",
            "withDefaultFonts\":false",
        ];
        Assert.All(settings, setting => Assert.Contains(setting, html, StringComparison.Ordinal));
        // A new version may call its links by other names.
        var script = await (await this.host.GetAsync("/docs/scalar.js", EdgeHost.Eyes)).Content.ReadAsStringAsync();
        foreach (var name in (string[])["darklight-reference", "scalar-version-number"])
        {
            Assert.Contains($".{name}", html, StringComparison.Ordinal);
            Assert.Contains(name, script, StringComparison.Ordinal);
        }
    }

    private async Task<int> Series()
    {
        var text = await (await this.host.GetAsync("/metrics")).Content.ReadAsStringAsync();
        return text.Split('\n').Count(line => line.StartsWith("ai_sre_", StringComparison.Ordinal));
    }

    private sealed class Probe(string name, HealthState? state) : IHealthProbe
    {
        public string Name => name;

        public string? Detail { get; init; }

        public ValueTask<HealthState> CheckAsync(CancellationToken cancellation) =>
            state is { } known ? new(known) : throw new InvalidOperationException("password=hunter2");
    }
}
