using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>The closed set of alert sources: who reads a body, and the only values that a metric label may take.</summary>
public static class AlertSource
{
    /// <summary>Where the shapes of known tools are embedded, one file a tool.</summary>
    internal const string ShapeResources = "shapes/";

    public const string Alertmanager = "alertmanager";
    public const string Datadog = "datadog";
    public const string Grafana = "grafana";
    public const string NewRelic = "newrelic";
    public const string Opsgenie = "opsgenie";
    public const string PagerDuty = "pagerduty";
    public const string Prometheus = "prometheus";
    public const string Webhook = "webhook";

    /// <summary>A tool that a workspace has described itself; which one is the alert's account. No adapter, so not in <see cref="All"/>.</summary>
    public const string Custom = "custom";

    /// <summary>The platform itself, when somebody stops saying that it lives. No adapter, so not one of <see cref="All"/>.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The platform itself, when an error budget burns too fast. No adapter, so not one of <see cref="All"/>.</summary>
    public const string Slo = "slo";

    /// <summary>All adapters, sorted by name.</summary>
    public static readonly FrozenSet<string> All =
        FrozenSet.ToFrozenSet([Alertmanager, Datadog, Grafana, NewRelic, Opsgenie, PagerDuty, Prometheus, Webhook], StringComparer.Ordinal);

    /// <summary>Tools whose bodies are known by their shape, sorted by name.</summary>
    public static readonly ImmutableArray<string> Tools =
    [
        .. typeof(AlertSource).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(ShapeResources, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[ShapeResources.Length..])).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whatever a sender may call its source: the adapters and the tools.</summary>
    public static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet([.. All, .. Tools], StringComparer.Ordinal);

    /// <summary>
    /// True where the identity of every alert names it for its whole life, so that an unknown identity is a new alert and text similarity must not
    /// merge it. Prometheus counts: its identity is the full label set. What a shape reads says it of each alert for itself.
    /// </summary>
    public static bool GuaranteesIdentity(string adapter) =>
        adapter is Heartbeat or Slo || (adapter is not (Webhook or Datadog) && All.Contains(adapter));

    /// <summary>The same for one signal: its source guarantees it for all of them, or its reader for this one.</summary>
    public static bool GuaranteesIdentity(AlertSignal signal) =>
        signal.Identity is not null && (signal.IdentityIsSure || GuaranteesIdentity(signal.Source));
}
