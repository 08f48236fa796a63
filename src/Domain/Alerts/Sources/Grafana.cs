using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Grafana's unified alerting (version 9 and later: Alertmanager's shape and a few fields more) and the legacy alerts of version 8 and before.
/// </summary>
public static class Grafana
{
    /// <summary>Reads one body; <paramref name="now"/> decides only alerts that carry no status.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no Grafana notification, or holds more than 1000 alerts.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        BodyRules.Object(body, "body", "an object: a Grafana notification");
        return GrafanaLegacy.TryParse(body) ?? AlertEnvelope.Read(body).ToDelivery(AlertSource.Grafana, Account, Title, now);
    }

    private static string? Account(AlertEnvelope envelope, AlertReader alert) =>
        GrafanaAccount.Of(envelope.ExternalUrl, envelope.OrgId ?? alert.OrgId);

    // These replace the rule's own alert when its query fails; the summary would then tell of a problem that nobody measured.
    private static string? Title(AlertReader alert) =>
        alert.AlertName is "DatasourceNoData" or "DatasourceError" && alert.RuleName is not null ? $"{alert.AlertName}: {alert.RuleName}" : null;
}
