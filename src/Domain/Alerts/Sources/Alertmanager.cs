using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Alertmanager's webhook body, version 4 and the older 3 (integer groupKey, no fingerprint), also sent by vmalert and Mimir.
/// Every alert counts by its own status, and fields that are not known are passed over.
/// </summary>
public static class Alertmanager
{
    private const string Allowed = "an object with an array \"alerts\" (a bare array of alerts is source prometheus, or POST /api/v2/alerts)";

    /// <summary>Reads one body; <paramref name="now"/> decides only alerts that carry no status.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no Alertmanager message, or holds more than 1000 alerts.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now) =>
        AlertEnvelope.Read(BodyRules.Object(body, "body", Allowed))
            .ToDelivery(AlertSource.Alertmanager, static (envelope, _) => envelope.ExternalUrl, static _ => null, now);
}
