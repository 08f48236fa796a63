using System.Text.Json;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Slack;

namespace AiSre.Integrations.Tests.Channels;

public sealed class SlackTests : IAsyncLifetime, IDisposable
{
    private readonly Sender sender = new();
    private RecordingVendor slack = null!;

    private SlackChannel App =>
        new() { Name = "slack", Token = "xoxb-secret-token", Channel = "#alerts", SigningSecret = "s", ApiUrl = $"{slack.Address}/api",
            IsTrusted = true };

    private SlackChannel Webhook => new() { Name = "slack", WebhookUrl = $"{slack.Address}/services/T0/B0/secret-path", IsTrusted = true };

    public async ValueTask InitializeAsync() => slack = await RecordingVendor.StartAsync(Posted);

    [Fact]
    public async Task The_first_message_is_posted_and_its_place_remembered()
    {
        var result = await sender.SendAsync(App, NotificationKind.Opened);
        Assert.Equal(DeliveryResult.Sent("C0ALERTS/1700000000.000100"), result);
        Assert.Equal("/api/chat.postMessage", slack.Last.Path);
        Assert.Equal("Bearer xoxb-secret-token", slack.Last.Headers["Authorization"]);
        Assert.Equal("#alerts", slack.Last.Json.GetProperty("channel").GetString());
        Assert.False(slack.Last.Json.TryGetProperty("thread_ts", out _));
        VendorSchema.Slack.MustAccept(slack.Last.Body);
    }

    [Theory]
    [InlineData(NotificationKind.Acknowledged, false)]
    [InlineData(NotificationKind.Resolved, false)]
    [InlineData(NotificationKind.SeverityRaised, true)]
    [InlineData(NotificationKind.Reopened, true)]
    public async Task What_changes_the_incident_rewrites_the_first_message_and_is_told_in_its_thread(NotificationKind kind, bool loud)
    {
        var result = await sender.SendAsync(App, kind, reference: "C0ALERTS/1699999999.000001");
        Assert.Equal(DeliveryOutcome.Sent, result.Outcome);
        Assert.Equal(["/api/chat.update", "/api/chat.postMessage"], slack.Requests.Select(request => request.Path));
        var (update, post) = (slack.Requests[0].Json, slack.Requests[1].Json);
        Assert.Equal(("C0ALERTS", "1699999999.000001"), (update.GetProperty("channel").GetString(), update.GetProperty("ts").GetString()));
        Assert.Equal(("C0ALERTS", "1699999999.000001"), (post.GetProperty("channel").GetString(), post.GetProperty("thread_ts").GetString()));
        Assert.Equal(loud, post.TryGetProperty("reply_broadcast", out _));
        Assert.DoesNotContain("<@", slack.Requests[0].Body, StringComparison.Ordinal);
        Assert.All(slack.Requests, request => VendorSchema.Slack.MustAccept(request.Body));
    }

    [Fact]
    public async Task An_escalation_is_told_in_the_thread_and_in_the_channel()
    {
        await sender.SendAsync(App, NotificationKind.Escalated, reference: "C0ALERTS/1699999999.000001");
        Assert.Equal("/api/chat.postMessage", Assert.Single(slack.Requests).Path);
        Assert.True(slack.Last.Json.GetProperty("reply_broadcast").GetBoolean());
        Assert.Contains("<@U02EVE>", slack.Last.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_told_as_a_direct_message()
    {
        await sender.SendAsync(App, NotificationKind.Escalated, address: "U02EVE");
        Assert.Equal("U02EVE", slack.Last.Json.GetProperty("channel").GetString());
    }

    [Theory]
    [InlineData("ratelimited", DeliveryOutcome.Retry)]
    [InlineData("internal_error", DeliveryOutcome.Retry)]
    [InlineData("service_unavailable", DeliveryOutcome.Retry)]
    [InlineData("invalid_auth", DeliveryOutcome.Rejected)]
    [InlineData("token_revoked", DeliveryOutcome.Rejected)]
    [InlineData("channel_not_found", DeliveryOutcome.Rejected)]
    [InlineData("not_in_channel", DeliveryOutcome.Rejected)]
    [InlineData("is_archived", DeliveryOutcome.Rejected)]
    [InlineData("<script>xoxb-secret-token", DeliveryOutcome.Rejected)]
    public async Task A_200_that_is_not_ok_is_read(string error, DeliveryOutcome outcome)
    {
        slack.Answer = _ => new(200, JsonSerializer.Serialize(new { ok = false, error }));
        var result = await sender.SendAsync(App, NotificationKind.Opened);
        Assert.Equal(outcome, result.Outcome);
        Assert.Contains(error.StartsWith('<') ? "unknown_error" : error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_429_says_how_long_to_wait()
    {
        slack.Answer = _ => new(429, """{"ok":false,"error":"ratelimited"}""", ("Retry-After", "7"));
        Assert.Equal((DeliveryOutcome.Retry, TimeSpan.FromSeconds(7)), Outcome(await sender.SendAsync(App, NotificationKind.Opened)));
        Assert.Equal((DeliveryOutcome.Retry, TimeSpan.FromSeconds(7)), Outcome(await sender.SendAsync(Webhook, NotificationKind.Opened)));
    }

    [Fact]
    public async Task When_the_update_must_wait_nothing_is_posted_twice()
    {
        slack.Answer = request =>
            request.Path.EndsWith("chat.update", StringComparison.Ordinal)
                ? new(200, """{"ok":false,"error":"ratelimited"}""", ("Retry-After", "3"))
                : Posted(request);
        var result = await sender.SendAsync(App, NotificationKind.Resolved, reference: "C0ALERTS/1699999999.000001");
        Assert.Equal((DeliveryOutcome.Retry, TimeSpan.FromSeconds(3)), Outcome(result));
        Assert.Single(slack.Requests);
    }

    [Fact]
    public async Task A_first_message_that_is_gone_costs_no_news()
    {
        slack.Answer = request =>
            request.Path.EndsWith("chat.update", StringComparison.Ordinal) ? new(200, """{"ok":false,"error":"message_not_found"}""")
            : request.Json.TryGetProperty("thread_ts", out _) ? new(200, """{"ok":false,"error":"thread_not_found"}""") : Posted(request);
        var result = await sender.SendAsync(App, NotificationKind.Reopened, reference: "C0ALERTS/1699999999.000001");
        Assert.Equal(DeliveryResult.Sent("C0ALERTS/1700000000.000100"), result);
        Assert.Equal(3, slack.Requests.Count);
        Assert.False(slack.Last.Json.TryGetProperty("reply_broadcast", out _));
        Assert.Equal("#alerts", slack.Last.Json.GetProperty("channel").GetString());
    }

    [Fact]
    public async Task A_page_is_not_lost_over_its_looks()
    {
        slack.Answer = request =>
            request.Json.TryGetProperty("blocks", out _) ? new(200, """{"ok":false,"error":"msg_blocks_too_long"}""") : Posted(request);
        Assert.Equal(DeliveryOutcome.Sent, (await sender.SendAsync(App, NotificationKind.Opened)).Outcome);
        Assert.Contains("CRITICAL: Checkout fails", slack.Last.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid_blocks")]
    [InlineData("invalid_blocks_format\n")]
    public async Task Nor_is_one_that_goes_to_a_webhook(string refusal)
    {
        slack.Answer = request => request.Json.TryGetProperty("blocks", out _) ? new(400, refusal) : new(200, "ok");
        Assert.Equal(DeliveryOutcome.Sent, (await sender.SendAsync(Webhook, NotificationKind.Opened)).Outcome);
        Assert.Equal(2, slack.Requests.Count);
        Assert.Contains("CRITICAL: Checkout fails", slack.Last.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        slack.Answer = _ => new(400, refusal);
        Assert.Equal(DeliveryOutcome.Rejected, (await sender.SendAsync(Webhook, NotificationKind.Opened)).Outcome);
        Assert.Equal(4, slack.Requests.Count);
    }

    [Fact]
    public async Task Nor_is_what_the_first_message_should_say_now()
    {
        slack.Answer = request =>
            request.Json.TryGetProperty("blocks", out _) ? new(200, """{"ok":false,"error":"invalid_blocks"}""") : Posted(request);
        Assert.Equal(
            DeliveryOutcome.Sent, (await sender.SendAsync(App, NotificationKind.Resolved, reference: "C0ALERTS/1699999999.000001")).Outcome);
        Assert.Equal(["/api/chat.update", "/api/chat.update", "/api/chat.postMessage", "/api/chat.postMessage"],
            slack.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData(200, "ok", DeliveryOutcome.Sent)]
    [InlineData(200, "<html>Sign in</html>", DeliveryOutcome.Rejected)]
    [InlineData(400, "invalid_payload", DeliveryOutcome.Rejected)]
    [InlineData(404, "no_service", DeliveryOutcome.Rejected)]
    [InlineData(302, "", DeliveryOutcome.Rejected)]
    [InlineData(500, "oops", DeliveryOutcome.Retry)]
    public async Task A_webhook_has_worked_only_when_it_says_ok(int status, string body, DeliveryOutcome outcome)
    {
        slack.Answer = _ => new(status, body, ("Location", slack.Address));
        var result = await sender.SendAsync(Webhook, NotificationKind.Opened);
        Assert.Equal(outcome, result.Outcome);
        Assert.Single(slack.Requests);
        VendorSchema.Slack.MustAccept(slack.Last.Body);
    }

    [Fact]
    public async Task Buttons_are_there_only_where_they_can_be_verified()
    {
        await sender.SendAsync(App, NotificationKind.Opened);
        Assert.Contains($"\"value\":\"default/{Samples.Incident}\"", slack.Last.Body, StringComparison.Ordinal);
        await sender.SendAsync(App with { SigningSecret = null }, NotificationKind.Opened);
        Assert.DoesNotContain("\"actions\"", slack.Last.Body, StringComparison.Ordinal);
        Assert.Contains("<https://sre.example.com/incidents/inc-01jx3m9k2q4w7|Open the incident>", slack.Last.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NotificationKind.Opened, new[] { "acknowledge", "resolve", "open" })]
    [InlineData(NotificationKind.Acknowledged, new[] { "resolve", "open" })]
    [InlineData(NotificationKind.Resolved, new[] { "open" })]
    [InlineData(NotificationKind.Digest, new string[0])]
    [InlineData(NotificationKind.Test, new string[0])]
    public async Task Buttons_offer_what_can_still_be_done(NotificationKind kind, string[] expected)
    {
        await sender.SendAsync(App, kind);
        var actions = slack.Last.Json.GetProperty("blocks").EnumerateArray().Where(block => block.GetProperty("type").GetString() == "actions")
            .SelectMany(block => block.GetProperty("elements").EnumerateArray()).Select(button => button.GetProperty("action_id").GetString());
        Assert.Equal(expected, actions);
    }

    public void Dispose() => sender.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return slack.DisposeAsync();
    }

    private static (DeliveryOutcome, TimeSpan?) Outcome(DeliveryResult result) => (result.Outcome, result.RetryAfter);

    private static VendorReply Posted(VendorRequest request) =>
        request.Path.StartsWith("/services", StringComparison.Ordinal)
            ? new(200, "ok")
            : new(200, """{"ok":true,"channel":"C0ALERTS","ts":"1700000000.000100","message":{}}""");
}
