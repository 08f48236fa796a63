using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>The one door from a request body to the platform's own words.</summary>
public static class Normalizer
{
    /// <summary>Reads the body as that source writes it.</summary>
    /// <param name="source">One of <see cref="AlertSource.All"/>.</param>
    /// <param name="body">The parsed JSON, of any kind and content.</param>
    /// <param name="now">The time of receipt; decides alerts that say only when they end.</param>
    /// <exception cref="InvalidDeliveryException">The body as a whole is none of that source's, or the source is unknown. No other exception leaves
    /// this method.</exception>
    public static Delivery Parse(string source, JsonElement body, DateTimeOffset now) => source switch
    {
        AlertSource.Alertmanager => Alertmanager.Parse(body, now),
        AlertSource.Prometheus => Prometheus.Parse(body, now),
        AlertSource.Grafana => Grafana.Parse(body, now),
        AlertSource.Datadog => Datadog.Parse(body, now),
        AlertSource.NewRelic => NewRelic.Parse(body, now),
        AlertSource.Opsgenie => Opsgenie.Parse(body, now),
        AlertSource.PagerDuty => PagerDuty.Parse(body, now),
        AlertSource.Webhook => GenericWebhook.Parse(body, now),
        _ => throw new InvalidDeliveryException(
            "source", $"The source is not known; allowed are {string.Join(", ", AlertSource.All.Order(StringComparer.Ordinal))}."),
    };
}
