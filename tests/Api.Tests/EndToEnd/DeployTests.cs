using System.Globalization;
using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class DeployTests(SharedHost shared)
{
    private const string Deploy = """{"service":"payments-api","namespace":"production","image":"payments-api:v2","actor":"ci-bot"}""";

    private readonly Guest guest = new(shared.Host);

    private static string Ago(double minutes) =>
        DateTimeOffset.UtcNow.AddMinutes(-minutes).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<List<string?>> RecentAsync(string query = "") =>
    [
        .. (await guest.GetAsync($"/webhook/deploy/recent{query}")).GetProperty("deploys").EnumerateArray()
            .Select(deploy => deploy.Text("deploy_id")),
    ];

    private Task<HttpResponseMessage> SendAsync(
        string? body, string query = "", string key = EdgeHost.Prom, params (string Name, string Value)[] headers) =>
        shared.Host.SendAsync(HttpMethod.Post, $"/webhook/deploy{query}", body, guest.Workspace, key, headers);

    [Fact]
    public async Task An_incident_says_which_deploy_was_twelve_minutes_before_it()
    {
        await guest.SendAsync("/webhook/deploy", $$"""{"service":"payments-api","actor":"ci-bot","deploy_id":"d-1","timestamp":"{{Ago(12.5)}}"}""");
        var id = await guest.IncidentAsync(extra: ""","service":"payments-api" """);
        var found = await guest.GetAsync($"/incidents/{id}/deploy-correlation");
        Assert.Equal((true, 30), (found.GetProperty("has_correlation").GetBoolean(), found.GetProperty("lookback_minutes").GetInt32()));
        Assert.Equal("Deploy by ci-bot (payments-api) was 12 min before this incident", found.Text("message"));
        Assert.Equal(
            ("d-1", "payments-api", "ci-bot", 12),
            (found.At("correlated_deploy").Text("deploy_id"), found.At("correlated_deploy").Text("service"),
                found.At("correlated_deploy").Text("actor"), found.At("correlated_deploy", "minutes_before_incident").GetInt32()));

        var nearer = await guest.GetAsync($"/incidents/{id}/deploy-correlation?lookback_minutes=12");
        Assert.Equal(
            (false, JsonValueKind.Null, "No deploy of payments-api in the 12 min before this incident"),
            (nearer.GetProperty("has_correlation").GetBoolean(), nearer.GetProperty("correlated_deploy").ValueKind, nearer.Text("message")));
        var timeline = (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray().ToList();
        var said = Assert.Single(timeline, e => e.Text("event_type") == "deploy_correlated");
        Assert.Equal(("d-1", 12), (said.At("payload").Text("deploy_id"), said.At("payload", "minutes_before_incident").GetInt32()));
    }

    [Fact]
    public async Task A_day_may_be_looked_back_and_not_more()
    {
        await guest.SendAsync("/webhook/deploy", $$"""{"service":"payments-api","timestamp":"{{Ago(1_439)}}"}""");
        var id = await guest.IncidentAsync(extra: ""","service":"payments-api" """);
        Assert.True((await guest.GetAsync($"/incidents/{id}/deploy-correlation?lookback_minutes=1440")).GetProperty("has_correlation").GetBoolean());
        foreach (var minutes in new[] { "0", "1441", "x" })
        {
            using var refused = await guest.AskAsync($"/incidents/{id}/deploy-correlation?lookback_minutes={minutes}");
            Assert.Equal("query.lookback_minutes", (await refused.ProblemAsync(422, "validation_error")).Loc());
        }
        using var unknown = await guest.AskAsync("/incidents/inc-a1b2c3d4/deploy-correlation");
        await unknown.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_namespace_and_a_workload_correlate_as_well()
    {
        await guest.SendAsync("/webhook/deploy", Deploy);
        var id = await guest.IncidentAsync(extra: ""","service":"money","deployment":"payments-api","namespace":"production" """);
        Assert.Equal(
            "payments-api", (await guest.GetAsync($"/incidents/{id}/deploy-correlation")).At("correlated_deploy").Text("service"));
        var elsewhere = await guest.IncidentAsync(key: "k2", extra: ""","service":"money","deployment":"payments-api","namespace":"test" """);
        Assert.False((await guest.GetAsync($"/incidents/{elsewhere}/deploy-correlation")).GetProperty("has_correlation").GetBoolean());
    }

    [Theory]
    [InlineData("{}", "body.service")]
    [InlineData("""{"namespace":"x"}""", "body.service")]
    [InlineData("""{"service":null}""", "body.service")]
    [InlineData("""{"service":""}""", "body.service")]
    [InlineData("""{"service":"  "}""", "body.service")]
    [InlineData("""{"service":7}""", "body.service")]
    [InlineData("""{"service":"a\nb"}""", "body.service")]
    [InlineData("""{"service":"a","image":["x"]}""", "body.image")]
    [InlineData("""{"service":"a","status":"done"}""", "body.status")]
    [InlineData("""{"service":"a","timestamp":"yesterday"}""", "body.timestamp")]
    [InlineData("""{"service":"a","timestamp":"2999-01-01T00:00:00Z"}""", "body.timestamp")]
    [InlineData("""{"service":"a","timestamp":"2001-01-01T00:00:00Z"}""", "body.timestamp")]
    [InlineData("""{"service":"a","url":"javascript:alert(1)"}""", "body.url")]
    [InlineData("""{"service":"a","commit":"abc"}""", "body.commit")]
    [InlineData("[]", "body")]
    [InlineData(null, "body")]
    public async Task A_wrong_deploy_is_422_by_the_name_of_the_field_and_is_not_stored(string? body, string loc)
    {
        using var refused = await SendAsync(body);
        Assert.Equal(loc, (await refused.ProblemAsync(422, "validation_error")).Loc());
        Assert.Empty(await RecentAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_the_nearest_name_of_what_is_unknown()
    {
        using var several = await SendAsync($$"""{"service":"{{new string('s', 201)}}","status":"x","deploy_id":"{{new string('d', 201)}}"}""");
        var problem = await several.ProblemAsync(422, "validation_error");
        Assert.Equal(
            ["deploy_id", "service", "status"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.At("loc", 1).GetString()).Order(StringComparer.Ordinal));
        using var near = await SendAsync("""{"service":"a","comit_sha":"abc"}""");
        Assert.Contains("commit_sha", (await near.ProblemAsync(422, "validation_error")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_json_is_refused()
    {
        using var broken = await SendAsync("{\"service\":");
        await broken.ProblemAsync(400, "invalid_json");
        using var half = await SendAsync("""{"service":"\ud800"}""");
        await half.ProblemAsync(400, "invalid_encoding");
    }

    [Fact]
    public async Task The_same_deploy_id_is_one_deploy_that_goes_on()
    {
        var began = await guest.SendAsync("/webhook/deploy", """{"service":"cart","deploy_id":"shop/1874","status":"started"}""");
        Assert.Equal((false, "started"), (began.GetProperty("repeated").GetBoolean(), began.At("stored").Text("status")));
        var again = await guest.SendAsync("/webhook/deploy", """{"service":"cart","deploy_id":"shop/1874","status":"started","image":"other"}""");
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal($"{began.At("stored")}", $"{again.At("stored")}");
        var done = await guest.SendAsync("/webhook/deploy", """{"service":"cart","deploy_id":"shop/1874","status":"failed"}""");
        Assert.Equal(
            (false, "failed", began.At("stored").Text("timestamp")),
            (done.GetProperty("repeated").GetBoolean(), done.At("stored").Text("status"), done.At("stored").Text("timestamp")));
        await guest.SendAsync("/webhook/deploy", """{"service":"orders","deploy_id":"shop/1874"}""");
        Assert.Equal(["shop/1874", "shop/1874"], await RecentAsync());
        Assert.Equal(["shop/1874"], await RecentAsync("?service=orders"));
    }

    [Theory]
    [InlineData("Idempotency-Key")]
    [InlineData("webhook-id")]
    [InlineData("X-GitHub-Delivery")]
    public async Task A_delivery_that_names_itself_is_one_deploy(string header)
    {
        var ids = new HashSet<string?>();
        foreach (var key in new[] { "a", "a", "b" })
        {
            using var answer = await SendAsync(Deploy, headers: (header, key));
            ids.Add((await answer.JsonAsync()).Text("deploy_id"));
        }
        Assert.Equal(2, ids.Count);
        Assert.Equal(2, (await RecentAsync()).Count);
    }

    [Fact]
    public async Task Without_a_name_each_is_a_deploy_of_its_own()
    {
        await guest.SendAsync("/webhook/deploy", Deploy);
        await guest.SendAsync("/webhook/deploy", Deploy);
        Assert.Equal(2, (await RecentAsync()).Distinct().Count());
    }

    [Fact]
    public async Task Who_names_nobody_is_the_key_and_what_is_empty_is_not_said()
    {
        using var answer = await SendAsync("""{"service":" payments-api ","namespace":"","actor":" "}""");
        var stored = (await answer.JsonAsync()).At("stored");
        Assert.Equal(
            ("payments-api", JsonValueKind.Null, "prom", "succeeded"),
            (stored.Text("service"), stored.GetProperty("namespace").ValueKind, stored.Text("actor"), stored.Text("status")));
    }

    [Fact]
    public async Task The_list_is_newest_first_filtered_and_limited()
    {
        foreach (var (id, service, place, minutes) in new[] { ("a", "cart", "shop", 30.0), ("b", "cart", "test", 20), ("c", "orders", "shop", 10) })
        {
            await guest.SendAsync(
                "/webhook/deploy", $$"""{"service":"{{service}}","namespace":"{{place}}","deploy_id":"{{id}}","timestamp":"{{Ago(minutes)}}"}""");
        }
        Assert.Equal(["c", "b", "a"], await RecentAsync());
        Assert.Equal(["c", "b"], await RecentAsync("?limit=2"));
        Assert.Equal(["b", "a"], await RecentAsync("?service=cart"));
        Assert.Equal(["c", "a"], await RecentAsync("?namespace=shop"));
        Assert.Equal(["a"], await RecentAsync("?service=cart&namespace=shop"));
        foreach (var limit in new[] { "0", "101" })
        {
            using var refused = await guest.AskAsync($"/webhook/deploy/recent?limit={limit}");
            Assert.Equal("query.limit", (await refused.ProblemAsync(422, "validation_error")).Loc());
        }
    }

    [Fact]
    public async Task A_workspace_sees_its_own_deploys_only()
    {
        var other = new Guest(shared.Host);
        await guest.SendAsync("/webhook/deploy", Deploy);
        Assert.Equal(0, (await other.GetAsync("/webhook/deploy/recent")).GetProperty("count").GetInt32());
        var id = await other.IncidentAsync(extra: ""","service":"payments-api","namespace":"production" """);
        Assert.False((await other.GetAsync($"/incidents/{id}/deploy-correlation")).GetProperty("has_correlation").GetBoolean());
        using var foreign = await guest.AskAsync($"/incidents/{id}/deploy-correlation");
        await foreign.ProblemAsync(404, "not_found");
        using var bound = await shared.Host.SendAsync(
            HttpMethod.Get, $"/webhook/deploy/recent?workspace_id={guest.Workspace}", key: EdgeHost.Acme);
        await bound.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task Who_sends_may_tell_of_deploys_and_not_look_and_who_looks_may_not_tell()
    {
        using var told = await SendAsync(Deploy);
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        using var refused = await SendAsync(Deploy, key: EdgeHost.Eyes);
        await refused.ProblemAsync(403, "insufficient_role");
        using var list = await shared.Host.SendAsync(HttpMethod.Get, "/webhook/deploy/recent", null, guest.Workspace, EdgeHost.Prom);
        await list.ProblemAsync(403, "insufficient_role");
    }

    private static string GitHub(string state, string repository = "shop") => $$$"""
        {"action":"created","deployment_status":{"state":"{{{state}}}","created_at":"{{{Ago(1)}}}"},
         "deployment":{"id":1234567,"sha":"c0ffee00","ref":"main","task":"deploy","environment":"production","payload":{},"creator":{"login":"mia"}},
         "repository":{"id":3,"name":"{{{repository}}}","full_name":"bakery/{{{repository}}}"},"sender":{"login":"mia"}}
        """;

    [Fact]
    public async Task A_deployment_of_GitHub_is_a_deploy_and_where_it_fails_an_incident_too()
    {
        var begun = await guest.SendAsync("/webhook/deploy?namespace=shops", GitHub("in_progress"), ("X-GitHub-Event", "deployment_status"));
        var stored = begun.At("stored");
        Assert.Equal(
            ("started", "github", "shops", "mia"),
            (stored.Text("status"), stored.Text("tool"), stored.Text("namespace"), stored.Text("actor")));
        Assert.False(begun.TryGetProperty("incident_id", out _));

        var failed = await guest.SendAsync("/webhook/deploy?namespace=shops", GitHub("failure"), ("X-GitHub-Event", "deployment_status"));
        Assert.Equal((begun.Text("deploy_id"), "failed"), (failed.Text("deploy_id"), failed.At("stored").Text("status")));
        var id = failed.Text("incident_id")!;
        Assert.Equal("Deployment of bakery/shop to production failed", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("title"));

        var done = await guest.SendAsync("/webhook/deploy?namespace=shops", GitHub("success"), ("X-GitHub-Event", "deployment_status"));
        Assert.Equal((begun.Text("deploy_id"), id), (done.Text("deploy_id"), done.Text("incident_id")));
        Assert.Equal("resolved", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        Assert.Single(await RecentAsync());
    }

    [Fact]
    public async Task What_is_sent_as_a_form_is_read_as_well()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhook/deploy");
        request.Content = new FormUrlEncodedContent([new("payload", GitHub("success"))]);
        request.Headers.Add("X-API-Key", EdgeHost.Prom);
        request.Headers.Add("X-Workspace-Id", guest.Workspace);
        request.Headers.Add("X-GitHub-Event", "deployment_status");
        using var answer = await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("shop", (await answer.JsonAsync()).At("stored").Text("service"));
    }

    [Fact]
    public async Task What_tells_of_no_deploy_is_answered_and_not_stored()
    {
        var ping = await guest.SendAsync("/webhook/deploy", """{"zen":"Keep it logically awesome.","hook_id":1}""");
        Assert.Equal(
            (true, JsonValueKind.Null, JsonValueKind.Null),
            (ping.GetProperty("ok").GetBoolean(), ping.GetProperty("deploy_id").ValueKind, ping.GetProperty("stored").ValueKind));
        Assert.Contains("no deploy", ping.Text("ignored"), StringComparison.Ordinal);
        Assert.Empty(await RecentAsync());
    }

    private static string Argo(string phase, string health) => $$"""
        {"app":"till","namespace":"argocd","phase":"{{phase}}","health":"{{health}}","sync":"Synced","destination_namespace":"tills","started_at":"{{Ago(3)}}",
         "revision":"c0ffee","url":"https://argocd.test/applications/till"}
        """;

    [Fact]
    public async Task A_failed_sync_of_Argo_CD_is_a_deploy_and_an_incident_that_knows_it()
    {
        var failed = await guest.SendAsync("/webhook/deploy", Argo("Failed", "Degraded"));
        Assert.Equal("failed", failed.At("stored").Text("status"));
        var incident = (await guest.GetAsync($"/incidents/{failed.Text("incident_id")}")).At("incident");
        Assert.Equal("Application till failed", incident.Text("title"));
        Assert.Equal(failed.Text("incident_id"), (await guest.SendAsync("/webhook/deploy", Argo("Succeeded", "Healthy"))).Text("incident_id"));
    }

    private static string Flux(string reason, double minutesAgo) => $$"""
        {"involvedObject":{"kind":"HelmRelease","name":"till","namespace":"tills"},"metadata":{"revision":"1.2.3"},"severity":"info","reason":"{{reason}}",
         "message":"m","reportingController":"helm-controller","timestamp":"{{Ago(minutesAgo)}}"}
        """;

    [Fact]
    public async Task A_revision_that_Flux_applies_again_much_later_is_another_deploy()
    {
        var first = (await guest.SendAsync("/webhook/deploy", Flux("InstallSucceeded", 300))).Text("deploy_id");
        var repeat = await guest.SendAsync("/webhook/deploy", Flux("InstallSucceeded", 290));
        Assert.Equal((first, true), (repeat.Text("deploy_id"), repeat.GetProperty("repeated").GetBoolean()));
        var again = await guest.SendAsync("/webhook/deploy", Flux("UpgradeSucceeded", 5));
        Assert.NotEqual(first, again.Text("deploy_id"));
        Assert.Equal(2, (await RecentAsync("?service=till")).Count);
    }

    [Fact]
    public async Task A_tool_that_has_a_secret_must_sign_here_too()
    {
        await using var host = await EmbeddedHost.StartAsync(settings: ("AI_SRE_WEBHOOK_SECRET_GITHUB", "s3cret-of-the-sender"));
        using var forged = await host.SendAsync(HttpMethod.Post, "/webhook/deploy", GitHub("success"), "ws-signed", EdgeHost.Prom);
        await forged.ProblemAsync(401, "invalid_signature");
        var body = GitHub("success");
        var signature = Convert.ToHexStringLower(
            System.Security.Cryptography.HMACSHA256.HashData("s3cret-of-the-sender"u8, System.Text.Encoding.UTF8.GetBytes(body)));
        using var signed = await host.SendAsync(
            HttpMethod.Post, "/webhook/deploy", body, "ws-signed", EdgeHost.Prom, ("X-Hub-Signature-256", $"sha256={signature}"));
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        using var own = await host.SendAsync(HttpMethod.Post, "/webhook/deploy", Deploy, "ws-signed", EdgeHost.Prom);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Alerts_of_one_deploy_are_a_group_that_says_why()
    {
        foreach (var service in new[] { "cart", "checkout" })
            await guest.SendAsync("/webhook/deploy", $$"""{"service":"{{service}}","deploy_id":"shop-1874"}""");
        var parent = await guest.IncidentAsync("Carts fail", "a", ""","service":"cart","namespace":"x" """);
        var child = await guest.IncidentAsync("Checkouts fail", "b", ""","service":"checkout","namespace":"y" """);
        await Poll.UntilAsync("they are a group", async () =>
            (await guest.GetAsync($"/incidents/{parent}/group")).GetProperty("children").GetArrayLength() == 1);
        var group = await guest.GetAsync($"/incidents/{parent}/group");
        Assert.Equal(
            (child, "same_deploy_within_window"), (group.At("children", 0).Text("incident_id"), group.At("children", 0).Text("correlation_reason")));
    }
}
