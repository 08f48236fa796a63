using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>What the doors for alerts answer, as the description shows it.</summary>
internal static class AlertExamples
{
    private const string Incident = "inc-01k5x8m2r9t4v";

    public static readonly WebhookResponse Created = new(true, Incident, false, null, null, SignalActions.Created);

    public static readonly WebhookResponse Queued = new(true, null, false, null, null, SignalActions.Queued, Queued: true);

    public static readonly PagerDutyResponse PagerDuty = new(true, "incident.triggered", "Q0EXAMPLE00001", Incident, SignalActions.Created);

    public static readonly PagerDutyResponse PagerDutyQueued = new(true, "incident.triggered", "Q0EXAMPLE00001", null, SignalActions.Queued);

    public static readonly OpsgenieResponse Opsgenie = new(OpsgenieEndpoints.Accepted, 0.012, "req-5f0c3a91-0000002a");

    public static readonly DeadLetterResponse DeadLetters = new(
    [
        new(
            17, JsonElement.Parse("""{"severity":"critical"}"""), "webhook", "title: Must be text.", new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero),
            "default"),
    ], 1);

    public static readonly SourceCheckResponse Checked = new(
        "uptime-kuma", true,
        [
            new(
                "uptime-kuma", "firing", "Shop", "Connection refused", "7", "high", null, "shop.example", null, null, null, null, null,
                new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero), new Dictionary<string, string> { ["env"] = "prod" },
                [new("source", "https://shop.example/")], []),
        ],
        [], [new("title", "Shop", "$.monitor.name", null), new("host", null, null, "$.monitor.hostname")]);

    public static readonly ReplayResponse Replayed = new(true, 1, 0, []);
}
