using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Demo.Script;

namespace AiSre.Domain.Demo;

/// <summary>Writes an alert of the story as its tool would send it, and reads that as if it had come in.</summary>
internal static class DemoBodies
{
    /// <param name="alert">What is sent.</param>
    /// <param name="at">When it began.</param>
    public static (AlertSignal Signal, string? Body) Of(DemoAlert alert, DateTimeOffset at)
    {
        if (alert.Own is { } own) return (own, null);
        var body = alert.Source switch
        {
            AlertSource.Datadog => Datadog(alert, at),
            AlertSource.Webhook => Webhook(alert, at),
            _ => Prometheus(alert, at),
        };
        using var json = JsonDocument.Parse(body);
        return (Normalizer.Parse(alert.Source, json.RootElement, at).Signals[0], body);
    }

    /// <summary>The labels that a rule's alert has.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsOf(DemoAlert alert)
    {
        var labels = alert.Labels.ToBuilder();
        labels["alertname"] = alert.Name;
        labels["severity"] = alert.Severity.Name();
        labels["service"] = alert.Service;
        labels["namespace"] = alert.Namespace;
        labels["cluster"] = alert.Cluster;
        labels["env"] = "production";
        if (alert.Deployment is { } deployment) labels["deployment"] = deployment;
        if (alert.Pod is { } pod) labels["pod"] = pod;
        if (alert.Node is { } node) labels["node"] = node;
        return labels.ToImmutable();
    }

    /// <summary>Alertmanager's shape, which is Grafana's too.</summary>
    private static string Prometheus(DemoAlert alert, DateTimeOffset at) => Write(json =>
    {
        var grafana = alert.Source == AlertSource.Grafana;
        json.WriteString("receiver", "ai-sre");
        json.WriteString("status", "firing");
        json.WriteString("version", "4");
        if (grafana) json.WriteNumber("orgId", 1);
        json.WriteString("groupKey", $"{{}}/{{}}:{{alertname=\"{alert.Name}\", service=\"{alert.Service}\"}}");
        json.WriteString("externalURL", Tool(grafana ? "grafana" : "alertmanager"));
        json.WriteStartArray("alerts");
        json.WriteStartObject();
        json.WriteString("status", "firing");
        WriteAll(json, "labels", LabelsOf(alert));
        json.WriteStartObject("annotations");
        json.WriteString("summary", alert.Summary);
        json.WriteString("description", alert.Description);
        json.WriteString("runbook_url", $"{Tool("runbooks")}/{alert.Service}/{alert.Name}");
        if (!grafana) json.WriteString("dashboard_url", Dashboard(alert));
        json.WriteEndObject();
        json.WriteString("startsAt", Rfc3339(at));
        json.WriteString("endsAt", "0001-01-01T00:00:00Z");
        json.WriteString("generatorURL", $"{Tool(grafana ? "grafana" : "prometheus")}/graph?g0.expr=ALERTS%7Balertname%3D%22{alert.Name}%22%7D");
        if (grafana) json.WriteString("dashboardURL", Dashboard(alert));
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static string Datadog(DemoAlert alert, DateTimeOffset at) => Write(json =>
    {
        var monitor = Number(alert.Name);
        json.WriteString("id", Number($"{alert.Name}{at.ToUnixTimeSeconds()}"));
        json.WriteString("alert_id", monitor);
        json.WriteString("alert_cycle_key", Number($"{monitor}/{at.ToUnixTimeMilliseconds()}"));
        json.WriteString("title", $"[Triggered] {alert.Summary}");
        json.WriteString("text_only_msg", alert.Description);
        json.WriteString("alert_transition", "Triggered");
        json.WriteString("priority", alert.Severity switch { Severity.Critical => "P1", Severity.High => "P2", Severity.Warning => "P3", _ => "P4" });
        json.WriteString("date", at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        json.WriteString("link", $"https://app.datadoghq.example/monitors/{monitor}");
        json.WriteString("tags", string.Join(',', LabelsOf(alert).Where(label => label.Key is not "severity" and not "alertname")
            .Select(label => $"{(label.Key switch { "namespace" => "kube_namespace", "cluster" => "kube_cluster_name",
                "deployment" => "kube_deployment", "pod" => "pod_name", "node" => "host", _ => label.Key })}:{label.Value}")));
    });

    private static string Webhook(DemoAlert alert, DateTimeOffset at) => Write(json =>
    {
        json.WriteString("source", alert.Labels.GetValueOrDefault("tool", "checks"));
        json.WriteString("title", alert.Summary);
        json.WriteString("description", alert.Description);
        json.WriteString("severity", alert.Severity.Name());
        json.WriteString("service", alert.Service);
        json.WriteString("namespace", alert.Namespace);
        json.WriteString("dedup_key", $"{alert.Name}/{alert.Service}");
        json.WriteString("starts_at", Rfc3339(at));
        WriteAll(json, "labels", LabelsOf(alert));
    });

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteAll(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static string Dashboard(DemoAlert alert) => $"{Tool("grafana")}/d/{alert.Service}/{alert.Service}-overview";

    private static string Tool(string name) => $"https://{name}.fernhill.example";

    private static string Rfc3339(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same number for the same name, of ten digits.</summary>
    private static string Number(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name) hash = (hash ^ c) * 1099511628211;
        return (1_000_000_000 + hash % 9_000_000_000).ToString(CultureInfo.InvariantCulture);
    }
}
