using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AiSre.Api.Alerts;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.Alerts;

namespace AiSre.Api.Tests.Attacks;

/// <summary>Deliveries of every vendor that somebody has overheard, changed, or signed for somebody else.</summary>
public sealed class SignedDeliveryTests(SignedDeliveryTests.Fixture fixture) : IClassFixture<SignedDeliveryTests.Fixture>
{
    private readonly Guest guest = new(fixture.Host);

    public static TheoryData<string, string> Vendors => new(
        from vendor in VendorExamples.OfWebhook
        from scheme in SchemesOf(vendor.Name)
        select (vendor.Name, scheme));

    [Fact]
    public void Every_adapter_is_tried() => Assert.Equal(AlertSource.All.Order(), VendorExamples.OfWebhook.Select(vendor => vendor.Name).Order());

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_signature_counts_for_its_own_body_source_and_secret(string source, string scheme)
    {
        var body = BodyOf(source);
        foreach (var (how, text, headers) in new (string, string, (string, string)[])[]
        {
            ("none", body, []),
            ("of another body", body.Replace("critical", "info", StringComparison.OrdinalIgnoreCase) + " ", Sign(scheme, body, SecretOf(source))),
            ("by another source's secret", body, Sign(scheme, body, SecretOf("another"))),
            ("by nothing", body, Sign(scheme, body, "")),
            ("cut short", body, [.. Sign(scheme, body, SecretOf(source)).Select(header => (header.Name, header.Value[..^2]))]),
            ("of an hour ago", body, scheme is "standard" ? Sign(scheme, body, SecretOf(source), -3_600) : []),
            ("of the time to come", body, scheme is "standard" ? Sign(scheme, body, SecretOf(source), 3_600) : []),
        })
        {
            using var refused = await SendAsync(source, text, headers);
            Assert.True(refused.StatusCode is HttpStatusCode.Unauthorized, $"{source} {scheme} {how}: {refused.StatusCode}");
            await refused.ProblemAsync(401, "invalid_signature");
        }
        Assert.Empty(await guest.IdsAsync());
        using var taken = await SendAsync(source, body, Sign(scheme, body, SecretOf(source)));
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Single(await guest.IdsAsync());
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task An_overheard_delivery_that_is_sent_again_opens_nothing_new_and_pages_nobody(string source, string scheme)
    {
        var body = BodyOf(source);
        var signed = Sign(scheme, body, SecretOf(source));
        using (var first = await SendAsync(source, body, signed)) Assert.True(first.IsSuccessStatusCode);
        var incident = Assert.Single(await guest.IdsAsync());
        for (var i = 0; i < 3; i++)
        {
            using var again = await SendAsync(source, body, signed);
            Assert.True(again.IsSuccessStatusCode);
        }
        Assert.Equal([incident], await guest.IdsAsync());
        var events = (await guest.GetAsync($"/incidents/{incident}/timeline")).GetProperty("events").EnumerateArray();
        Assert.Single(events, item => item.Text("event_type") == "incident_created");
    }

    /// <summary>The general ones, which every vendor may use, and each vendor's own.</summary>
    private static IEnumerable<string> SchemesOf(string source) => source switch
    {
        AlertSource.PagerDuty => ["hub", "standard", "pagerduty"],
        AlertSource.Grafana => ["hub", "standard", "grafana"],
        _ => ["hub", "standard"],
    };

    private static (string Name, string Value)[] Sign(string scheme, string body, string secret, int secondsFromNow = 0)
    {
        var time = DateTimeOffset.UtcNow.AddSeconds(secondsFromNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return scheme switch
        {
            "pagerduty" => [("X-PagerDuty-Signature", "v1=" + Hex(secret, body))],
            "grafana" => [("X-Grafana-Alerting-Signature", Hex(secret, body))],
            "hub" => [("X-Hub-Signature-256", "sha256=" + Hex(secret, body))],
            _ => [("webhook-id", "msg-1"), ("webhook-timestamp", time),
                ("webhook-signature", "v1," + Convert.ToBase64String(Mac(secret, $"msg-1.{time}.{body}")))],
        };
    }

    private static string Hex(string secret, string body) => Convert.ToHexStringLower(Mac(secret, body));

    private static byte[] Mac(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));

    private static string SecretOf(string source) => $"the secret of {source}";

    private static string BodyOf(string source) => VendorExamples.OfWebhook.Single(vendor => vendor.Name == source).Json;

    private Task<HttpResponseMessage> SendAsync(string source, string body, (string Name, string Value)[] headers) => fixture.Host.SendAsync(
        HttpMethod.Post, "/webhook", body, guest.Workspace, EdgeHost.Prom, [.. headers, ("X-Source", source)]);

    public sealed class Fixture : IAsyncLifetime
    {
        public EmbeddedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EmbeddedHost.StartAsync(
            settings: [.. AlertSource.All.Select(source => ($"AI_SRE_WEBHOOK_SECRET_{source.ToUpperInvariant()}", SecretOf(source)))]);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
