using System.Net;
using System.Security.Cryptography;
using System.Text;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

public sealed class SignatureTests(SignatureTests.Fixture fixture) : IClassFixture<SignatureTests.Fixture>
{
    private const string Secret = "s3cret-of-the-sender";
    private const string PagerDuty = """{"event":{"event_type":"pagey.ping","data":{}}}""";
    private const string Generic = """{"title":"signed"}""";
    private const string Grafana =
        """{"receiver":"r","status":"firing","orgId":1,"groupKey":"g","version":"1","alerts":[{"status":"firing","fingerprint":"f","labels":{"alertname":"A"}}]}""";

    private const string GitHub =
        """{"action":"completed","workflow_run":{"workflow_id":7,"name":"build","head_branch":"main","conclusion":"failure"},"repository":{"id":1,"full_name":"bakery/oven"}}""";

    public static TheoryData<string, string, string, string> Senders => new()
    {
        { "pagerduty", "/webhook/pagerduty", PagerDuty, "X-PagerDuty-Signature" },
        { "pagerduty", "/webhook", PagerDuty, "X-PagerDuty-Signature" },
        { "grafana", "/webhook", Grafana, "X-Grafana-Alerting-Signature" },
        { "webhook", "/webhook", Generic, "X-Hub-Signature-256" },
        { "github", "/webhook", GitHub, "X-Hub-Signature-256" },
    };

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Only_a_delivery_that_its_sender_signed_comes_in(string source, string path, string body, string header)
    {
        using (var signed = await SendAsync(source, path, body, (header, Prefix(header) + Hmac(body))))
            Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        using (var unsigned = await SendAsync(source, path, body)) await unsigned.ProblemAsync(401, "invalid_signature");
        using (var other = await SendAsync(source, path, body + " ", (header, Prefix(header) + Hmac(body))))
            await other.ProblemAsync(401, "invalid_signature");
        using var nonsense = await SendAsync(source, path, body, (header, "v1=zz"));
        Assert.DoesNotContain(Secret, await nonsense.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await nonsense.ProblemAsync(401, "invalid_signature");
    }

    [Fact]
    public async Task A_forged_body_is_refused_before_anybody_reads_it()
    {
        using var unsigned = await SendAsync("webhook", "/webhook", "{ no json");
        await unsigned.ProblemAsync(401, "invalid_signature");
        using var signed = await SendAsync("webhook", "/webhook", "{ no json", ("X-Hub-Signature-256", "sha256=" + Hmac("{ no json")));
        await signed.ProblemAsync(400, "invalid_json");
    }

    [Fact]
    public async Task A_source_that_only_the_body_names_is_checked_too()
    {
        using var unsigned = await SendAsync(null, "/webhook", PagerDuty);
        await unsigned.ProblemAsync(401, "invalid_signature");
        using var gitHub = await SendAsync(null, "/webhook", GitHub);
        await gitHub.ProblemAsync(401, "invalid_signature");
        using var generic = await SendAsync(null, "/webhook", Generic);
        await generic.ProblemAsync(401, "invalid_signature");
    }

    [Fact]
    public async Task A_body_inside_of_another_tools_is_checked_too()
    {
        var inside = $$"""{"specversion":"1.0","type":"x","source":"/x","id":"1","data":{{GitHub}}}""";
        using var unsigned = await SendAsync("cloudevents", "/webhook", inside);
        await unsigned.ProblemAsync(401, "invalid_signature");
        using var signed = await SendAsync("cloudevents", "/webhook", inside, ("X-Hub-Signature-256", "sha256=" + Hmac(inside)));
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
    }

    [Fact]
    public async Task A_source_without_a_secret_needs_no_signature()
    {
        using var answer =
            await SendAsync("alertmanager", "/webhook",
                """{"groupKey":"g","status":"firing","alerts":[{"status":"firing","fingerprint":"f","labels":{"alertname":"A"}}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_secret_is_rotated_by_two_signatures_of_which_one_fits()
    {
        using var answer =
            await SendAsync("pagerduty", "/webhook/pagerduty", PagerDuty,
                ("X-PagerDuty-Signature", $"v1={new string('0', 64)},v1={Hmac(PagerDuty)}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(-290, 200)]
    [InlineData(-310, 401)]
    [InlineData(310, 401)]
    public async Task A_signed_time_may_be_five_minutes_away(int seconds, int status)
    {
        var time = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();
        var id = Guid.NewGuid().ToString();
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{id}.{time}.{Generic}")));
        using var answer =
            await SendAsync("webhook", "/webhook", Generic, ("webhook-id", id), ("webhook-timestamp", $"{time}"),
                ("webhook-signature", $"v1,{signature}"));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData(null)]
    public async Task A_signed_body_with_a_key_twice_is_refused(string? source)
    {
        const string Body = """{"title":"a","title":"b"}""";
        using var answer = await SendAsync(source, "/webhook", Body, ("X-Hub-Signature-256", "sha256=" + Hmac(Body)));
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private Task<HttpResponseMessage> SendAsync(string? source, string path, string body, params (string, string)[] headers) =>
        fixture.Host.SendAsync(
        HttpMethod.Post, path, body, EmbeddedHost.NewWorkspace(), EdgeHost.Prom, source is null ? headers : [.. headers, ("X-Source", source)]);

    private static string Prefix(string header) => header switch { "X-PagerDuty-Signature" => "v1=", "X-Hub-Signature-256" => "sha256=", _ => "" };

    private static string Hmac(string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));

    public sealed class Fixture : IAsyncLifetime
    {
        public EmbeddedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EmbeddedHost.StartAsync(settings:
        [
            ("AI_SRE_WEBHOOK_SECRET_PAGERDUTY", Secret), ("AI_SRE_WEBHOOK_SECRET_GRAFANA", Secret), ("AI_SRE_WEBHOOK_SECRET_WEBHOOK", Secret),
            ("AI_SRE_WEBHOOK_SECRET_GITHUB", Secret),
        ]);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
