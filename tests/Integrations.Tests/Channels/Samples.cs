using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>One incident's messages, as the platform would write them.</summary>
internal static class Samples
{
    public const string Incident = "inc-01jx3m9k2q4w7";
    public static readonly DateTimeOffset Since = new(2026, 3, 1, 2, 13, 0, TimeSpan.Zero);

    /// <summary>When everything is sent.</summary>
    public static DateTimeOffset Now => Since.AddMinutes(40);

    /// <summary>Those of which every channel has a golden file.</summary>
    public static readonly IReadOnlyList<NotificationKind> Golden =
        [NotificationKind.Opened, NotificationKind.Escalated, NotificationKind.Acknowledged, NotificationKind.Resolved, NotificationKind.Digest];

    public static NotificationContent Of(NotificationKind kind) => kind switch
    {
        NotificationKind.Digest => Digest(),
        NotificationKind.Test =>
            Base(kind) with { IncidentId = null, GroupId = null, Title = "Test alert", Actor = "dave", Summary = null, LikelyCause = null,
                NextStep = null },
        NotificationKind.Acknowledged => Base(kind) with { Phase = IncidentPhase.Acknowledged, Actor = "dave", Owner = "dave", Mentions = [] },
        NotificationKind.Resolved => Base(kind) with
        {
            Phase = IncidentPhase.Resolved, Actor = "dave", Summary = "Rolled back to 2.14.0; the error rate is normal again.", Mentions = [],
            NextStep = null,
        },
        NotificationKind.Escalated => Base(kind) with { Step = "level 2 of 3", Recipients = ["eve"], Mentions = ["U02EVE"], LateBySeconds = 1_500 },
        _ => Base(kind),
    };

    public static NotificationDelivery Delivery(
        ChannelDefinition channel, NotificationContent content, string address = "default", string? reference = null) => new()
    {
        Key = $"n:{content.Workspace}:{content.IncidentId}:{content.Kind}:0:{channel.Name}:{address}", Channel = channel, Address = address,
        Content = content,
        Reference = reference, Now = content.At,
    };

    private static NotificationContent Base(NotificationKind kind) => new()
    {
        Kind = kind, Severity = Severity.Critical, Workspace = "default", IncidentId = Incident, GroupId = "grp-01jx3m9k2q4w8",
        Title = "Checkout fails for 12 % of customers", Service = "payments-api", Namespace = "production", Cluster = "eu-1",
        Workload = "payments-api-7d8f9c6b5-x2k4m",
        Source = "alertmanager", Since = Since, At = Since.AddMinutes(kind is NotificationKind.Opened ? 0 : 40), Recipients = ["dave"],
        Mentions = ["U01DAVE"],
        Owner = "dave", Summary = "HTTP 500 from POST /charge: 12.4 % over 5 min (threshold 1 %).\nFirst seen in pod payments-api-7d8f9c6b5-x2k4m.",
        LikelyCause = "Deploy 2.14.1 of payments-api, 6 min before: connection pool exhausted.", Confidence = 0.72,
        NextStep = "Roll back payments-api to 2.14.0.",
        Link = "https://sre.example.com/incidents/inc-01jx3m9k2q4w7",
        Links = [new("dashboard", "https://grafana.example.com/d/pay?from=now-1h&to=now"), new("runbook", "https://wiki.example.com/payments")],
        Others = 2,
    };

    private static NotificationContent Digest() => new()
    {
        Kind = NotificationKind.Digest, Severity = Severity.Critical, Workspace = "default", Title = "42 messages", Since = Since,
        At = Since.AddMinutes(10),
        Link = "https://sre.example.com/incidents?state=open",
        Digest = new()
        {
            Count = 42, BySeverity = [new("critical", 3), new("high", 9), new("warning", 30)],
            ByService = [new("payments-api", 20), new("orders", 12), new("search", 6), new("cart", 4)],
            Titles = ["Checkout fails for 12 % of customers", "Queue of orders is too deep", "Search answers slowly"], From = Since,
            To = Since.AddMinutes(10),
        },
    };
}
