using System.Net;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>In what clothes a body may come.</summary>
[Collection(OnSharedHost.Name)]
public sealed class BodyShapeTests(SharedHost shared)
{
    private const string Body = """{"title":"Import failed","severity":"high","dedup_key":"import"}""";

    private readonly Guest guest = new(shared.Host);

    public static TheoryData<string, string?> Clothes => new()
    {
        { Body, "text/plain" },
        { Body, "text/plain; charset=UTF-8" },
        { Body, "application/vnd.cloud+json" },
        { Body, "application/xml" },
        { Body, "multipart/form-data; boundary=x" },
        { Body, "nonsense" },
        { Body, null },
        { "\uFEFF" + Body, "application/json; charset=utf-8" },
        { "\r\n  " + Body, "application/x-www-form-urlencoded" },
        { "payload=" + Uri.EscapeDataString(Body), "application/x-www-form-urlencoded" },
        { "other=1&data=" + Uri.EscapeDataString(Body), "application/x-www-form-urlencoded" },
        { "title=Import+failed&severity=high&dedup_key=import", "application/x-www-form-urlencoded; charset=utf-8" },
        { Multipart(("payload", Body)), "multipart/form-data; boundary=part" },
        { Multipart(("data", Body)), "multipart/form-data; boundary=\"part\"" },
        { Multipart(("title", "Import failed"), ("severity", "high"), ("dedup_key", "import")), "multipart/form-data; boundary=part" },
        { $"[{Body}]", "application/json" },
    };

    [Theory]
    [MemberData(nameof(Clothes))]
    public async Task A_body_is_read_whatever_it_is_sent_as(string body, string? type)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put])
        {
            using var answer = await SendAsync(method, Encoding.UTF8.GetBytes(body), type);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        var incident = (await guest.GetAsync("/incidents")).At("incidents", 0);
        Assert.Equal(("Import failed", "high", 2),
            (incident.Text("title"), incident.Text("severity"), incident.GetProperty("occurrence_count").GetInt32()));
    }

    [Theory]
    [InlineData("{\"title\":\"Fehler \u00fcberall\"}", "application/json", 400, "invalid_encoding")]
    [InlineData("<alert/>", "application/xml", 415, "unsupported_media_type")]
    [InlineData("title: no", "text/plain", 400, "invalid_json")]
    [InlineData("--x\r\n", "multipart/form-data; boundary=x", 400, "invalid_json")]
    [InlineData("no parts", "multipart/form-data", 400, "invalid_json")]
    [InlineData("", "application/x-www-form-urlencoded", 400, "invalid_json")]
    public async Task What_is_no_body_is_refused_with_what_is_wrong(string body, string type, int status, string error)
    {
        using var answer = await SendAsync(HttpMethod.Post, Encoding.Latin1.GetBytes(body), type);
        var problem = await answer.ProblemAsync(status, error);
        if (error == "invalid_encoding") Assert.Contains("UTF-8", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_with_GET_hears_which_methods_there_are()
    {
        using var answer = await guest.AskAsync("/webhook");
        Assert.Contains("POST", (await answer.ProblemAsync(405, "method_not_allowed")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_source_is_said_in_the_answer_and_on_the_incident()
    {
        const string Alertmanager =
            """{"version":"4","groupKey":"g","receiver":"r","alerts":[{"status":"firing","fingerprint":"w1","labels":{"alertname":"A"}}]}""";
        var answer = await guest.SendAsync("/webhook", Alertmanager, ("X-Source", "Datadog"));
        var warning = answer.At("warnings", 0).GetString();
        Assert.Contains("alertmanager", warning, StringComparison.Ordinal);
        var timeline = await guest.GetAsync($"/incidents/{answer.Text("incident_id")}/timeline");
        Assert.Equal(warning, timeline.At("events", 0, "payload", "warnings", 0).GetString());
        Assert.False((await guest.SendAsync("/webhook", Alertmanager, ("X-Source", "AlertManager"))).TryGetProperty("warnings", out _));
    }

    [Fact]
    public async Task Alertmanagers_older_address_takes_alerts_too()
    {
        using var answer = await guest.PostAsync("/api/v1/alerts", """[{"labels":{"alertname":"Old"},"startsAt":"2026-01-15T10:30:00Z"}]""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Old", (await guest.GetAsync("/incidents")).At("incidents", 0).Text("title"));
    }

    [Fact]
    public async Task A_body_of_very_many_alerts_is_taken_whole()
    {
        var alerts = string.Join(',', Enumerable.Range(0, 2_503).Select(i => i % 1_000 == 1
            ? "7"
            : $$$"""{"status":"firing","fingerprint":"m{{{i}}}","labels":{"alertname":"Many","n":"{{{i % 7}}}","severity":"info"}}"""));
        var answer = await guest.SendAsync("/webhook?source=alertmanager", $$"""{"groupKey":"g","alerts":[{{alerts}}],"version":"4"}""");
        Assert.Equal(3, answer.GetProperty("failed").GetInt32());
        Assert.Equal(2_500, answer.GetProperty("results").GetArrayLength());
        Assert.Equal("m2502", answer.At("results", 2_499).Text("fingerprint"));
        Assert.All(answer.GetProperty("results").EnumerateArray(), result => Assert.Equal("created", result.Text("action")));
        Assert.Equal(3, (await guest.GetAsync("/webhook/dead-letter")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Of_very_many_unusable_alerts_nothing_is_kept_unless_another_is_good()
    {
        var broken = string.Join(',', Enumerable.Repeat("7", 1_500));
        using (var answer = await guest.PostAsync("/webhook?source=alertmanager", $$"""{"groupKey":"g","alerts":[{{broken}}],"version":"4"}"""))
            await answer.ProblemAsync(422, "validation_error");
        Assert.Equal(0, (await guest.GetAsync("/webhook/dead-letter")).GetProperty("count").GetInt32());
        const string Good = """{"status":"firing","fingerprint":"g","labels":{"alertname":"Good"}}""";
        var taken = await guest.SendAsync("/webhook?source=alertmanager", $$"""{"groupKey":"g","alerts":[{{broken}},{{Good}}],"version":"4"}""");
        Assert.Equal(1_500, taken.GetProperty("failed").GetInt32());
        Assert.InRange((await guest.GetAsync("/webhook/dead-letter")).GetProperty("count").GetInt32(), 10, 20);
        Assert.Equal(["Good"], (await guest.GetAsync("/incidents")).GetProperty("incidents").EnumerateArray().Select(item => item.Text("title")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udfff\":1}")]
    public async Task Whatever_was_kept_can_be_listed(string payload)
    {
        var deep = new string('[', 30) + new string(']', 30);
        var letters = (await shared.Host.GrainsAsync()).GetGrain<IDeadLetters>(0);
        foreach (var kept in new[] { payload, deep, new string('x', 200_000) })
            await letters.KeepAsync(new DeadLetter(0, guest.Workspace, "webhook", kept, "Broken.", DateTimeOffset.UnixEpoch));
        var list = (await guest.GetAsync("/webhook/dead-letter")).GetProperty("entries");
        Assert.Equal(payload, list[2].Text("payload"));
        Assert.Equal(deep, list[1].Text("payload"));
        Assert.InRange(list[0].Text("payload")!.Length, 60_000, 70_000);
    }

    [Theory]
    [InlineData("POST", "/silences")]
    [InlineData("POST", "/silences/preview")]
    [InlineData("POST", "/api/v2/silences")]
    [InlineData("POST", "/heartbeats/a")]
    [InlineData("POST", "/incidents/inc-x/note")]
    [InlineData("PUT", "/definitions")]
    public async Task Half_a_surrogate_pair_and_broken_UTF_8_are_400_on_commands(string method, string path)
    {
        const string Value = """{"comment":"\ud800"}""", Name = """{"\udfff":1}""", Deep = """{"matchers":[{"name":"\ud800\u0041"}]}""";
        foreach (var body in new[] { Value, Name, Deep, "{\"a\":\"\u00ff\"}" })
        {
            using var answer = await SendAsync(new(method), Encoding.Latin1.GetBytes(body), "application/json", path);
            Assert.InRange((int)answer.StatusCode, 400, 422);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, byte[] body, string? type, string path = "/webhook")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        request.Headers.Add("X-Workspace-Id", guest.Workspace);
        return await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Multipart(params (string Name, string Value)[] fields) => string.Concat(fields.Select(field =>
        $"--part\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")) + "--part--\r\n";
}
