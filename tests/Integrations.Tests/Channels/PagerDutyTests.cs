using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.PagerDuty;

namespace AiSre.Integrations.Tests.Channels;

public sealed class PagerDutyTests : IAsyncLifetime, IDisposable
{
    private const string RoutingKey = "0123456789abcdef0123456789abcdef";
    private readonly Sender sender = new();
    private RecordingVendor vendor = null!;
    private string status = "triggered";

    private PagerDutyChannel Channel => new()
    {
        Name = "pagerduty", IsTrusted = true, EventsUrl = vendor.Address, ApiUrl = vendor.Address, ApiToken = "rest-secret",
        From = "bot@example.com",
        RoutingKeys = ImmutableDictionary<string, string>.Empty.Add("default", RoutingKey),
    };

    public async ValueTask InitializeAsync() => vendor = await RecordingVendor.StartAsync(Answer);

    [Theory]
    [InlineData(NotificationKind.Opened, "trigger")]
    [InlineData(NotificationKind.Escalated, "trigger")]
    [InlineData(NotificationKind.SeverityRaised, "trigger")]
    [InlineData(NotificationKind.Reopened, "trigger")]
    [InlineData(NotificationKind.Unacknowledged, "trigger")]
    [InlineData(NotificationKind.ActionNeedsApproval, "trigger")]
    [InlineData(NotificationKind.FixFailed, "trigger")]
    [InlineData(NotificationKind.FixUnverified, "trigger")]
    [InlineData(NotificationKind.Acknowledged, "acknowledge")]
    [InlineData(NotificationKind.Resolved, "resolve")]
    public async Task Our_incident_is_one_alert_from_its_first_event_to_its_last(NotificationKind kind, string action)
    {
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Channel, kind));
        var sent = Assert.Single(vendor.Requests);
        Assert.Equal("/v2/enqueue", sent.Path);
        Assert.Equal(
            (action, $"ai-sre:default:{Samples.Incident}"),
            (sent.Json.GetProperty("event_action").GetString(), sent.Json.GetProperty("dedup_key").GetString()));
        VendorSchema.PagerDuty.MustAccept(sent.Body);
    }

    [Theory]
    [InlineData(NotificationKind.Reminder)]
    [InlineData(NotificationKind.Flapping)]
    [InlineData(NotificationKind.DiagnosisReady)]
    public async Task What_PagerDuty_has_no_event_for_is_not_sent(NotificationKind kind)
    {
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Channel, kind));
        Assert.Empty(vendor.Requests);
    }

    [Fact]
    public async Task A_late_trigger_does_not_open_what_is_resolved()
    {
        var content = Samples.Of(NotificationKind.Escalated) with { Phase = Domain.Incidents.IncidentPhase.Resolved };
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Samples.Delivery(Channel, content)));
        Assert.Empty(vendor.Requests);
    }

    [Fact]
    public async Task Digests_and_tests_are_alerts_that_are_taken_for_no_incident()
    {
        foreach (var kind in (NotificationKind[])[NotificationKind.Digest, NotificationKind.Test])
        {
            await sender.SendAsync(Channel, kind);
            var key = vendor.Last.Json.GetProperty("dedup_key").GetString();
            Assert.Null(PageKey.Parse(key));
            VendorSchema.PagerDuty.MustAccept(vendor.Last.Body);
        }
        Assert.Equal(2, vendor.Requests.Count);
    }

    [Theory]
    [InlineData(202, DeliveryOutcome.Sent)]
    [InlineData(400, DeliveryOutcome.Rejected)]
    [InlineData(403, DeliveryOutcome.Rejected)]
    [InlineData(429, DeliveryOutcome.Retry)]
    [InlineData(500, DeliveryOutcome.Retry)]
    [InlineData(502, DeliveryOutcome.Retry)]
    public async Task The_Events_API_takes_it_refuses_it_or_wants_it_later(int status, DeliveryOutcome outcome)
    {
        vendor.Answer = _ =>
            new(status, $$"""{"status":"invalid event","message":"'routing_key' {{RoutingKey}}","errors":["length of 'routing_key' is incorrect"]}""",
                ("Retry-After", "30"));
        var result = await sender.SendAsync(Channel, NotificationKind.Opened);
        Assert.Equal((outcome, outcome is DeliveryOutcome.Retry ? TimeSpan.FromSeconds(30) : null), (result.Outcome, result.RetryAfter));
        Assert.DoesNotContain(RoutingKey, result.Error ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NotificationKind.Acknowledged, "acknowledged")]
    [InlineData(NotificationKind.Resolved, "resolved")]
    public async Task An_incident_of_PagerDutys_is_changed_there_and_a_note_says_by_whom(NotificationKind kind, string status)
    {
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Theirs(kind)));
        Assert.Equal(["GET /incidents/PD123", "PUT /incidents/PD123", "POST /incidents/PD123/notes"], Calls());
        var put = vendor.Requests[1];
        Assert.Equal(
            ("Token token=rest-secret", "bot@example.com", "application/vnd.pagerduty+json;version=2"),
            (put.Headers["Authorization"], put.Headers["From"], put.Headers["Accept"]));
        Assert.Equal(
            ("incident_reference", status),
            (put.Json.GetProperty("incident").GetProperty("type").GetString(), put.Json.GetProperty("incident").GetProperty("status").GetString()));
        Assert.Contains("by dave", vendor.Last.Json.GetProperty("note").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resolved", NotificationKind.Acknowledged)]
    [InlineData("resolved", NotificationKind.Resolved)]
    [InlineData("acknowledged", NotificationKind.Acknowledged)]
    public async Task What_is_already_so_there_is_left_alone(string status, NotificationKind kind)
    {
        this.status = status;
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Theirs(kind)));
        Assert.Equal(["GET /incidents/PD123"], Calls());
    }

    [Fact]
    public async Task No_alert_is_opened_for_what_PagerDuty_opened_and_what_it_told_us_is_not_told_back()
    {
        await sender.SendAsync(Theirs(NotificationKind.Opened));
        await sender.SendAsync(Theirs(NotificationKind.Escalated));
        await sender.SendAsync(Theirs(NotificationKind.Acknowledged, actor: "pagerduty:Eve"));
        await sender.SendAsync(Theirs(NotificationKind.Resolved) with { Channel = Channel with { ApiToken = null } });
        Assert.Empty(vendor.Requests);
    }

    [Theory]
    [InlineData(401, DeliveryOutcome.Rejected, null)]
    [InlineData(404, DeliveryOutcome.Rejected, null)]
    [InlineData(429, DeliveryOutcome.Retry, 42.0)]
    [InlineData(500, DeliveryOutcome.Retry, 42.0)]
    public async Task The_REST_API_says_when_its_limit_is_reset(int status, DeliveryOutcome outcome, double? seconds)
    {
        vendor.Answer = request => request.Method == "PUT" ? new(status, """{"error":{"code":2020}}""", ("ratelimit-reset", "42")) : Answer(request);
        var result = await sender.SendAsync(Theirs(NotificationKind.Resolved));
        Assert.Equal((outcome, seconds), (result.Outcome, result.RetryAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData("pagerduty:../users")]
    [InlineData("pagerduty:")]
    [InlineData("pagerduty:P 1")]
    public async Task An_id_that_is_none_calls_nothing(string id)
    {
        var content = Samples.Of(NotificationKind.Resolved) with { ExternalId = id };
        Assert.Equal(DeliveryOutcome.Rejected, (await sender.SendAsync(Samples.Delivery(Channel, content))).Outcome);
        Assert.Empty(vendor.Requests);
    }

    public void Dispose() => sender.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return vendor.DisposeAsync();
    }

    private NotificationDelivery Theirs(NotificationKind kind, string actor = "dave") =>
        Samples.Delivery(Channel, Samples.Of(kind) with { ExternalId = "pagerduty:PD123", Actor = actor });

    private IEnumerable<string> Calls() => vendor.Requests.Select(request => $"{request.Method} {request.Path}");

    private VendorReply Answer(VendorRequest request) => request switch
    {
        { Path: "/v2/enqueue" } => new(202, JsonSerializer.Serialize(new { status = "success", message = "Event processed" })),
        { Method: "GET" } => new(200, JsonSerializer.Serialize(new { incident = new { id = "PD123", status = this.status } })),
        { Method: "PUT" } => new(200, "{}"),
        _ => new(201, "{}"),
    };
}
