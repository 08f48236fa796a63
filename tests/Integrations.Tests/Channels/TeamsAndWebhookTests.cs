using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;

namespace AiSre.Integrations.Tests.Channels;

public sealed class TeamsAndWebhookTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly Sender sender = new();
    private RecordingVendor vendor = null!;

    private TeamsChannel Teams =>
        new() { Name = "teams", IsTrusted = true,
            Urls = Names.Add("default", $"{vendor.Address}/workflows/secret-path").Add("payments", $"{vendor.Address}/payments") };

    private WebhookChannel Webhook =>
        new() { Name = "webhook", IsTrusted = true, Secret = Secret, Urls = Names.Add("default", $"{vendor.Address}/hook") };

    public async ValueTask InitializeAsync() => vendor = await RecordingVendor.StartAsync(_ => new(202, ""));

    [Fact]
    public async Task Teams_gets_one_card_at_the_named_address()
    {
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Teams, NotificationKind.Opened, address: "payments"));
        Assert.Equal("/payments", vendor.Last.Path);
        VendorSchema.Teams.MustAccept(vendor.Last.Body);
        Assert.Equal(DeliveryOutcome.Rejected, (await sender.SendAsync(Teams, NotificationKind.Opened, address: "gone")).Outcome);
    }

    public static TheoryData<int, DeliveryOutcome> Statuses => new()
    {
        { 200, DeliveryOutcome.Sent }, { 202, DeliveryOutcome.Sent }, { 204, DeliveryOutcome.Sent }, { 301, DeliveryOutcome.Rejected },
            { 400, DeliveryOutcome.Rejected },
        { 401, DeliveryOutcome.Rejected }, { 404, DeliveryOutcome.Rejected }, { 408, DeliveryOutcome.Retry }, { 410, DeliveryOutcome.Rejected },
        { 413, DeliveryOutcome.Rejected }, { 429, DeliveryOutcome.Retry }, { 500, DeliveryOutcome.Retry }, { 503, DeliveryOutcome.Retry },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_status_decides_whether_it_is_tried_again(int status, DeliveryOutcome outcome)
    {
        vendor.Answer = _ => new(status, "", ("Retry-After", "9"));
        foreach (var channel in (ChannelDefinition[])[Teams, Webhook])
        {
            var result = await sender.SendAsync(channel, NotificationKind.Opened);
            Assert.Equal((outcome, outcome is DeliveryOutcome.Retry ? TimeSpan.FromSeconds(9) : null), (result.Outcome, result.RetryAfter));
            Assert.Equal(outcome is DeliveryOutcome.Sent, result.Error is null);
        }
        Assert.Equal(2, vendor.Requests.Count);
    }

    [Theory]
    [InlineData("", DeliveryOutcome.Sent)]
    [InlineData("1", DeliveryOutcome.Sent)]
    [InlineData("""{"status":"queued","error":null}""", DeliveryOutcome.Sent)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId tcid=0",
        DeliveryOutcome.Rejected)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=0",
        DeliveryOutcome.Retry)]
    [InlineData("Microsoft Teams endpoint returned HTTP error 502", DeliveryOutcome.Retry)]
    [InlineData("Webhook Bad Request - Null or empty event", DeliveryOutcome.Rejected)]
    [InlineData("Summary or Text is required.", DeliveryOutcome.Rejected)]
    [InlineData("""{"error":{"code":"WorkflowNotFound","message":"hunter2"}}""", DeliveryOutcome.Rejected)]
    public async Task Teams_has_failed_when_it_says_so_whatever_the_status(string body, DeliveryOutcome outcome)
    {
        vendor.Answer = _ => new(200, body);
        var result = await sender.SendAsync(Teams, NotificationKind.Opened);
        Assert.Equal(outcome, result.Outcome);
        Assert.DoesNotContain("tcid", result.Error ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Error ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_After_may_be_a_date()
    {
        vendor.Answer = _ => new(503, "", ("Retry-After", DateTimeOffset.UtcNow.AddMinutes(10).ToString("R", CultureInfo.InvariantCulture)));
        var wait = (await sender.SendAsync(Webhook, NotificationKind.Opened)).RetryAfter!.Value;
        Assert.InRange(wait, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
        vendor.Answer = _ => new(503, "", ("Retry-After", "Sun, 01 Mar 2020 00:00:00 GMT"));
        Assert.Equal(TimeSpan.Zero, (await sender.SendAsync(Webhook, NotificationKind.Opened)).RetryAfter);
    }

    [Fact]
    public async Task A_webhook_is_signed_and_its_id_is_the_key()
    {
        var delivery = Samples.Delivery(Webhook, Samples.Of(NotificationKind.Resolved));
        await sender.SendAsync(delivery);
        await sender.SendAsync(delivery);
        Assert.All(vendor.Requests, request => Assert.Equal(delivery.Key, request.Headers["webhook-id"]));
        var sent = vendor.Last;
        VendorSchema.Webhook.MustAccept(sent.Body);
        // Checked by our own verification of incoming webhooks, which knows nothing of the package that signs.
        SignatureCheck Verify(string body) =>
            WebhookSignature.Verify(
                AlertSource.Webhook, Secret, name => sent.Headers.GetValueOrDefault(name), Encoding.UTF8.GetBytes(body), delivery.Now);
        Assert.True(Verify(sent.Body).IsValid);
        Assert.False(Verify(sent.Body + " ").IsValid);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_signed_and_a_wrong_one_sends_nothing()
    {
        await sender.SendAsync(Webhook with { Secret = null }, NotificationKind.Opened);
        Assert.False(vendor.Last.Headers.ContainsKey("webhook-signature"));
        var result = await sender.SendAsync(Webhook with { Secret = "whsec_***" }, NotificationKind.Opened);
        Assert.Equal(DeliveryOutcome.Rejected, result.Outcome);
        Assert.DoesNotContain("***", result.Error, StringComparison.Ordinal);
        Assert.Single(vendor.Requests);
    }

    [Fact]
    public async Task A_key_that_no_header_can_hold_is_sent_as_its_hash()
    {
        await sender.SendAsync(Samples.Delivery(Webhook, Samples.Of(NotificationKind.Opened)) with { Key = "n:ws:ü\r\nX-Evil: 1" });
        Assert.Matches("^[0-9a-f]{64}$", vendor.Last.Headers["webhook-id"]);
        Assert.False(vendor.Last.Headers.ContainsKey("X-Evil"));
    }

    public void Dispose() => sender.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return vendor.DisposeAsync();
    }

    private static readonly ImmutableDictionary<string, string> Names = ImmutableDictionary<string, string>.Empty;
}
