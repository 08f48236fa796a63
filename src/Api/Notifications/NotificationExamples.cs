using AiSre.Domain.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>What is sent and answered about messages, as the description shows it.</summary>
internal static class NotificationExamples
{
    /// <summary>A form with one field, which holds JSON.</summary>
    public const string SlackForm = "payload=%7B%22type%22%3A%22block_actions%22%7D";

    private const string Incident = "inc-01k5x8m2r9t4v";

    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private static readonly NotificationItem Page = new()
    {
        Seq = 41, IncidentId = Incident, Channel = "pagerduty", Address = "search", Recipients = ["dave"], Kind = NotificationKind.Escalated,
        Step = "level 1 of 2",
        Severity = "critical", Title = "High CPU on payments-api", IsPage = true, Status = "sent", Attempts = 1, CreatedAt = At,
        DoneAt = At.AddSeconds(1),
        WorkspaceId = "default",
    };

    public static readonly IncidentNotificationsResponse OfIncident = new(Incident, [Page], 1);

    public static readonly DeadNotificationsResponse Dead = new(
        [
            Page with
            {
                Seq = 42, Channel = "slack", Address = "#incidents", IsPage = false, Status = "dead", Attempts = 8, Error = "channel_not_found",
            },
        ], 1, null);

    public static readonly TestNotificationResponse Tested = new(
        true, "critical", "payments", "Test alert", [
            new("slack", "default", "sent", null), new("email", "default", "unconfigured", "The channel email lacks SMTP_HOST."),
        ]);

    public static readonly DestinationsResponse Destinations = new(
    [
        new()
        {
            Channel = "slack", Type = "slack", Address = "#incidents", Configured = true, Queued = 0, PausedUntil = null, CircuitOpenUntil = null,
            LastError = null,
            LastErrorAt = null, Rate = new(60, 5), DigestAfter = 10,
        },
    ], 1);

    public static readonly RoutesResponse Routes = new(
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["critical"] = ["slack", "pagerduty", "email"], ["high"] = ["slack", "email"], ["warning"] = ["slack"], ["info"] = ["log"],
        },
        new Dictionary<string, Dictionary<string, IReadOnlyList<string>>>
        {
            ["payments"] = new() { ["critical"] = ["slack", "pagerduty", "email", "teams"] },
        },
        ["email", "pagerduty", "slack", "teams"], []);
}
