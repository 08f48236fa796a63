using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Diagnosis;
using AiSre.Integrations.LogBackends;
using AiSre.Integrations.Tests.Channels;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Diagnosis;

/// <summary>The query APIs of the backends, as their documentation has them.</summary>
public sealed class LogBackendTests
{
    private static readonly DateTimeOffset Began = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly LogQuestion Question = new("shop", ["web-1"], ["cart"], Began.AddMinutes(-15), Began);
    private static readonly ServiceProvider Http = new ServiceCollection().AddLogging().AddDiagnostician().BuildServiceProvider();

    public static TheoryData<string> Backends => ["loki", "elastic", "datadog"];

    [Fact]
    public async Task Loki_is_asked_for_a_range_of_the_tenants_streams()
    {
        await using var server = await RecordingVendor.StartAsync(_ => new(200, Streams(("web-1", "app", [(1, "GET /"), (0, "panic: nil map")]))));

        var (lines, problem) = await AskAsync(Loki(server) with { Loki = Source(server) with { Tenant = "acme", Token = "t" } });

        Assert.Null(problem);
        Assert.Equal([new(Began, "web-1", "app", "panic: nil map"), new(Began.AddSeconds(1), "web-1", "app", "GET /")], lines);
        var asked = server.Last;
        Assert.Equal(("GET", "/loki/api/v1/query_range", "acme", "Bearer t"),
            (asked.Method, asked.Path, asked.Headers["X-Scope-OrgID"], asked.Headers["Authorization"]));
        Assert.Equal("""{namespace="shop", pod=~"web-1|cart-.+"}""", asked.Query["query"]);
        Assert.Equal(("1777895100000000000", "1777896000000000000", "500", "backward"),
            (asked.Query["start"], asked.Query["end"], asked.Query["limit"], asked.Query["direction"]));
    }

    [Fact]
    public async Task Where_Loki_has_no_such_streams_those_of_OpenTelemetry_are_asked_for()
    {
        await using var server = await RecordingVendor.StartAsync(asked => new(200,
            asked.Query["query"].Contains("k8s_namespace_name", StringComparison.Ordinal)
                ? Streams(("web-1", "app", [(0, "hello")])).Replace("\"pod\"", "\"k8s_pod_name\"", StringComparison.Ordinal)
                : Streams()));

        var (lines, _) = await AskAsync(Loki(server));

        Assert.Equal("hello", Assert.Single(lines).Text);
        Assert.Equal("""{k8s_namespace_name="shop"} | k8s_pod_name=~"web-1|cart-.+" """.TrimEnd(), server.Last.Query["query"]);
    }

    [Fact]
    public async Task Elasticsearch_is_asked_under_the_names_of_every_shipper()
    {
        await using var server = await RecordingVendor.StartAsync(_ => new(200, Hits(
            ("2026-05-04T12:00:01Z", """{"kubernetes":{"pod":{"name":"web-1"},"container":{"name":"app"}},"message":"GET /"}"""),
            ("2026-05-04T12:00:00Z", """{"kubernetes.pod_name":"cart-0","log":"panic: nil map"}"""),
            ("2026-05-04T11:59:59Z", """{"resource":{"attributes":{"k8s.pod.name":"cart-1"}},"body":{"text":"hello"}}"""),
            ("2026-05-04T11:59:58Z", """{"message":"of nobody"}"""))));

        var (lines, problem) = await AskAsync(new() { Name = "prod", Elastic = Source(server) with { Index = "app-*", Token = "k" } });

        Assert.Null(problem);
        Assert.Equal([("cart-1", "", "hello"), ("cart-0", "", "panic: nil map"), ("web-1", "app", "GET /")],
            lines.Select(line => (line.Pod, line.Container, line.Text)));
        var asked = server.Last;
        Assert.Equal(("POST", "/app-*/_search", "ApiKey k"), (asked.Method, asked.Path, asked.Headers["Authorization"]));
        var filter = asked.Json.GetProperty("query").GetProperty("bool").GetProperty("filter");
        Assert.Equal("2026-05-04T11:45:00.000Z", filter[0].GetProperty("range").GetProperty("@timestamp").GetProperty("gte").GetString());
        var pods = filter[2].GetProperty("bool").GetProperty("should").EnumerateArray().Select(one => one.GetRawText()).ToList();
        Assert.Contains("""{"terms":{"kubernetes.pod.name":["web-1"]}}""", pods);
        Assert.Contains("""{"prefix":{"kubernetes.pod_name.keyword":{"value":"cart-"}}}""", pods);
    }

    [Fact]
    public async Task Datadog_is_asked_for_the_tags_of_its_agent()
    {
        await using var server = await RecordingVendor.StartAsync(_ => new(200, Events(null, ("2026-05-04T12:00:00Z", "web-1", "panic: nil map"))));

        var (lines, problem) = await AskAsync(Datadog(server));

        Assert.Null(problem);
        Assert.Equal([new(Began, "web-1", "app", "panic: nil map")], lines);
        var asked = server.Last;
        Assert.Equal(("POST", "/api/v2/logs/events/search", "api", "app"),
            (asked.Method, asked.Path, asked.Headers["DD-API-KEY"], asked.Headers["DD-APPLICATION-KEY"]));
        Assert.Equal(@"kube_namespace:shop (pod_name:web\-1 OR pod_name:cart\-*)", asked.Json.GetProperty("filter").GetProperty("query").GetString());
        Assert.Equal("-timestamp", asked.Json.GetProperty("sort").GetString());
    }

    [Fact]
    public async Task Names_can_say_nothing_else_in_a_query()
    {
        await using var server = await RecordingVendor.StartAsync(_ => new(200, "{}"));
        var hostile = Question with { Namespace = "a\"} or {b=\"\\c", Pods = ["x\"y.z|.*", "p) OR *"], Workloads = [] };

        await AskAsync(Loki(server), hostile);
        Assert.Contains(server.Requests, asked => asked.Query["query"]
            == """{namespace="a\"} or {b=\"\\c", pod=~"x\"y\\.z\\|\\.\\*|p\\) OR \\*"}""");
        await AskAsync(new() { Name = "prod", Elastic = Source(server) }, hostile);
        Assert.Equal("""a"} or {b="\c""", server.Last.Json.GetProperty("query").GetProperty("bool").GetProperty("filter")[1].GetProperty("bool")
            .GetProperty("should")[0].GetProperty("terms").GetProperty("kubernetes.namespace")[0].GetString());
        await AskAsync(Datadog(server), hostile);
        Assert.Equal("""kube_namespace:a\"\}\ or\ \{b\=\"\\c (pod_name:x\"y.z\|.\* OR pod_name:p\)\ OR\ \*)""",
            server.Last.Json.GetProperty("filter").GetProperty("query").GetString());
    }

    [Theory, MemberData(nameof(Backends))]
    public async Task Pages_are_read_until_there_is_no_more(string backend)
    {
        await using var server = await RecordingVendor.StartAsync();
        server.Answer = asked => new(200, Page(backend, server.Requests.Count switch { 1 => 500, 2 => 500, _ => 20 }));

        var (lines, problem) = await AskAsync(Cluster(backend, server));

        Assert.Null(problem);
        Assert.Equal((1_020, 3), (lines.Count, server.Requests.Count));
        Assert.Equal(lines.OrderBy(line => line.At), lines);
        Assert.Equal(3, server.Requests.Select(asked => backend switch
        {
            "loki" => asked.Query["end"],
            "elastic" => asked.Json.TryGetProperty("search_after", out var after) ? after.GetRawText() : "",
            _ => asked.Json.GetProperty("page").TryGetProperty("cursor", out var cursor) ? cursor.GetString()! : "",
        }).Distinct().Count());
    }

    [Theory, MemberData(nameof(Backends))]
    public async Task Of_very_many_lines_enough_are_read(string backend)
    {
        await using var server = await RecordingVendor.StartAsync(_ => new(200, Page(backend, 500)));
        Assert.Equal(LogQuestion.Most, (await AskAsync(Cluster(backend, server))).Lines.Count);
    }

    [Theory, MemberData(nameof(Backends))]
    public async Task What_goes_wrong_is_said_and_costs_no_page_that_came(string backend)
    {
        await using var server = await RecordingVendor.StartAsync();
        foreach (var (reply, why) in new (VendorReply, string)[]
        {
            (new(401, "no"), "it refuses the credentials (401)"), (new(403, "{}"), "it refuses the credentials (403)"),
            (new(429, "slow down"), "it is asked too often (429)"), (new(400, "parse error\nat line 1"), "400: parse error at line 1"),
            (new(503, ""), "it answers 503"), (new(200, "<html>"), "its answer is no JSON"),
        })
        {
            server.Answer = _ => reply;
            Assert.Equal((0, why), Outcome(await AskAsync(Cluster(backend, server))));
            var before = server.Requests.Count;
            server.Answer = _ => server.Requests.Count == before + 1 ? new(200, Page(backend, 500)) : reply;
            Assert.Equal((500, why), Outcome(await AskAsync(Cluster(backend, server))));
        }
    }

    [Theory, MemberData(nameof(Backends))]
    public async Task An_answer_of_another_form_is_an_empty_one(string backend)
    {
        await using var server = await RecordingVendor.StartAsync();
        foreach (var odd in new[]
        {
            "[]", "null", """{"data":[1,{"attributes":7}],"hits":{"hits":[{"_source":3}]}}""",
            """{"data":{"result":[{"stream":[],"values":[[1],3]}]}}""",
        })
        {
            server.Answer = _ => new(200, odd);
            Assert.Equal((0, null), Outcome(await AskAsync(Cluster(backend, server))));
        }
    }

    [Theory, MemberData(nameof(Backends))]
    public async Task One_that_does_not_answer_is_given_up_after_five_seconds(string backend)
    {
        var clock = new FakeTimeProvider(Began);
        await using var server = await RecordingVendor.StartAsync(_ => VendorReply.Silence);

        var asking = AskAsync(Cluster(backend, server), clock: clock);
        await Poll.UntilAsync("it to be asked", () => Task.FromResult(server.Requests.Count == 1));
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((0, "no answer within 5 s"), Outcome(await asking));
    }

    [Fact]
    public async Task One_that_is_not_there_is_said_to_be_so()
    {
        var (lines, problem) = await AskAsync(new() { Name = "prod", Loki = new(new("http://127.0.0.1:1"), null, null, null, null, null) });
        Assert.Empty(lines);
        Assert.StartsWith("it cannot be reached", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_stands_in_for_one_while_somebody_develops()
    {
        using var folder = new TempFolder();
        var cluster = new ClusterDefinition { Name = "dev", Mock = folder.File("logs.txt") };
        Assert.StartsWith("its file cannot be read", (await AskAsync(cluster)).Problem, StringComparison.Ordinal);

        await File.WriteAllLinesAsync(cluster.Mock, [
            "shop/web-1/app 2026-05-04T11:59:00Z panic: nil map", "shop/cart-7/app 2026-05-04T11:58:00Z hello",
            "shop/web-2/app 2026-05-04T11:59:00Z x", "bank/web-1/app 2026-05-04T11:59:00Z x",
            "shop/web-1/app 2026-05-04T10:59:00Z too early", "", "nonsense",
        ]);

        Assert.Equal(["hello", "panic: nil map"], (await AskAsync(cluster)).Lines.Select(line => line.Text));
    }

    private static async Task<(IReadOnlyList<KeptLine> Lines, string? Problem)> AskAsync(
        ClusterDefinition cluster, LogQuestion? question = null, TimeProvider? clock = null)
    {
        var backends = new LogBackends.LogBackends(Http.GetRequiredService<LogRequests>(), clock ?? TimeProvider.System);
        return await backends.AskAsync(Assert.Single(backends.Of(cluster)), question ?? Question, TestContext.Current.CancellationToken);
    }

    private static (int, string?) Outcome((IReadOnlyList<KeptLine> Lines, string? Problem) answer) => (answer.Lines.Count, answer.Problem);

    private static TelemetrySource Source(RecordingVendor server) => new(new(server.Address), null, null, null, null, null);

    private static ClusterDefinition Loki(RecordingVendor server) => new() { Name = "prod", Loki = Source(server) };

    private static ClusterDefinition Datadog(RecordingVendor server) => new() { Name = "prod", Datadog = new(server.Address, "api", "app") };

    private static ClusterDefinition Cluster(string backend, RecordingVendor server) => backend switch
    {
        "loki" => Loki(server),
        "elastic" => new() { Name = "prod", Elastic = Source(server) },
        _ => Datadog(server),
    };

    /// <summary>So many lines, each an instant older than the one before, and all older than those of the page before.</summary>
    private static string Page(string backend, int lines)
    {
        var page = Interlocked.Increment(ref pages);
        DateTimeOffset At(int line) => Began.AddDays(-1).AddMilliseconds(-((page * 1_000) + line));
        string Iso(int line) => At(line).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var all = Enumerable.Range(0, lines);
        return backend switch
        {
            "loki" => Streams(("web-1", "app", [.. all.Select(line => ((At(line) - Began).TotalSeconds, $"line {line}"))])),
            "elastic" => Hits([.. all.Select(line => (Iso(line), $$$"""{"kubernetes":{"pod":{"name":"web-1"}},"message":"line {{{line}}}"}"""))]),
            _ => Events(lines == 500 ? $"page-{page}" : null, [.. all.Select(line => (Iso(line), "web-1", $"line {line}"))]),
        };
    }

    private static int pages;

    private static string Streams(params (string Pod, string Container, (double Seconds, string Text)[] Lines)[] streams) => new JsonObject
    {
        ["status"] = "success",
        ["data"] = new JsonObject
        {
            ["resultType"] = "streams",
            ["result"] = new JsonArray([.. streams.Select(stream => new JsonObject
            {
                ["stream"] = new JsonObject { ["namespace"] = "shop", ["pod"] = stream.Pod, ["container"] = stream.Container },
                ["values"] = new JsonArray([.. stream.Lines.Select(line => new JsonArray(
                    ((Began.AddSeconds(line.Seconds) - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture), line.Text))]),
            })]),
        },
    }.ToJsonString();

    private static string Hits(params (string At, string Source)[] hits) => new JsonObject
    {
        ["took"] = 3, ["timed_out"] = false, ["_shards"] = new JsonObject { ["total"] = 1, ["failed"] = 0 },
        ["hits"] = new JsonObject
        {
            ["hits"] = new JsonArray([.. hits.Select(hit =>
            {
                var source = JsonNode.Parse(hit.Source)!.AsObject();
                source["@timestamp"] = hit.At;
                var at = DateTimeOffset.Parse(hit.At, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
                return new JsonObject { ["_index"] = "app-1", ["_source"] = source, ["sort"] = new JsonArray(at, long.MinValue) };
            })]),
        },
    }.ToJsonString();

    private static string Events(string? after, params (string At, string Pod, string Text)[] events) => new JsonObject
    {
        ["data"] = new JsonArray([.. events.Select(one => new JsonObject
        {
            ["type"] = "log",
            ["attributes"] = new JsonObject
            {
                ["timestamp"] = one.At, ["message"] = one.Text, ["status"] = "error",
                ["tags"] = new JsonArray("kube_namespace:shop", $"pod_name:{one.Pod}", "kube_container_name:app"),
            },
        })]),
        ["meta"] = new JsonObject { ["status"] = "done", ["page"] = after is null ? new JsonObject() : new JsonObject { ["after"] = after } },
    }.ToJsonString();
}
