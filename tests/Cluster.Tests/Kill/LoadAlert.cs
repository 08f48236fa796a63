using System.Text.Json;

namespace AiSre.Cluster.Tests.Kill;

/// <summary>How an alert comes in.</summary>
internal enum Door
{
    /// <summary>One object to /webhook, known by its dedup_key.</summary>
    Webhook,

    /// <summary>An array to /api/v2/alerts, known by its labels.</summary>
    Prometheus,

    /// <summary>An envelope to /webhook, known by its fingerprint.</summary>
    Alertmanager,
}

/// <summary>
/// One alert identity of the load. Its key stands in its title, by which its row is found again, and holds digits glued to letters, so that
/// no rule takes two of these titles for the same.
/// </summary>
internal sealed record LoadAlert(int Number)
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow();

    public Door Door => (Door)(Number % 3);

    public string Key => $"chk{Number:d6}k";

    public string Title => $"Check {Key} failed";

    public string Fingerprint => $"{Number:x16}";

    private string Service => $"service-{(char)('a' + Number % 20)}";

    public static byte[] Body(Door door, IReadOnlyList<LoadAlert> alerts, bool resolved) => JsonSerializer.SerializeToUtf8Bytes<object>(door switch
    {
        Door.Webhook => alerts[0].WebhookBody(resolved),
        Door.Prometheus => alerts.Select(alert => alert.PrometheusAlert(resolved)),
        _ => new
        {
            version = "4", groupKey = "{}:{}", status = resolved
                ? "resolved"
                : "firing", receiver = "target", externalURL = "http://alertmanager:9093",
            alerts = alerts.Select(alert => alert.AlertmanagerAlert(resolved)),
        },
    });

    private object WebhookBody(bool resolved) => new
    {
        title = Title, severity = "warning", service = Service, @namespace = "production", dedup_key = Key, status = resolved ? "resolved" : "firing",
    };

    private object PrometheusAlert(bool resolved) => new
    {
        labels = Labels(), annotations = new { summary = Title }, startsAt = Start,
        endsAt = resolved ? TimeProvider.System.GetUtcNow() : Start.AddHours(4), generatorURL = "http://prometheus:9090/graph",
    };

    private object AlertmanagerAlert(bool resolved) => new
    {
        status = resolved ? "resolved" : "firing", labels = Labels(), annotations = new { summary = Title }, fingerprint = Fingerprint,
        startsAt = Start, endsAt = resolved ? TimeProvider.System.GetUtcNow() : DateTimeOffset.MinValue,
    };

    private object Labels() => new { alertname = "CheckFailed", severity = "warning", @namespace = "production", service = Service, check = Key };
}
