using System.Collections.Frozen;

namespace AiSre.Domain.Alerts;

/// <summary>The closed set of alert sources: the adapter that reads a body, and the only values that a metric label may take.</summary>
public static class AlertSource
{
    public const string Alertmanager = "alertmanager";
    public const string Datadog = "datadog";
    public const string Grafana = "grafana";
    public const string NewRelic = "newrelic";
    public const string Opsgenie = "opsgenie";
    public const string PagerDuty = "pagerduty";
    public const string Prometheus = "prometheus";
    public const string Webhook = "webhook";

    /// <summary>The platform itself, when somebody stops saying that it lives. No adapter, so not one of <see cref="All"/>.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>All adapters, sorted by name.</summary>
    public static readonly FrozenSet<string> All =
        FrozenSet.ToFrozenSet([Alertmanager, Datadog, Grafana, NewRelic, Opsgenie, PagerDuty, Prometheus, Webhook], StringComparer.Ordinal);

    /// <summary>
    /// True where the vendor's identity names one alert for its whole life, so that an unknown identity is a new alert
    /// and text similarity must not merge it. Prometheus counts: its identity is the full label set.
    /// </summary>
    public static bool GuaranteesIdentity(string source) =>
        source is Alertmanager or Grafana or Heartbeat or NewRelic or Opsgenie or PagerDuty or Prometheus;
}
