using System.Text.Json;
using AiSre.Domain.Alerts.Sources;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Alerts.Recognition;

/// <summary>
/// Recognises a vendor's body when the sender could not name its source: Alertmanager 0.25 cannot set headers. Only bodies that
/// nobody else writes are recognised; all others are the generic webhook's.
/// </summary>
public static class SourceDetection
{
    /// <summary>One of <see cref="AlertSource.Known"/>, or null when the body is not unmistakably a vendor's.</summary>
    /// <param name="body">The parsed JSON, of any kind and content.</param>
    /// <param name="header">A header of the request, null when it has none; null altogether where there is no request.</param>
    public static string? Detect(JsonElement body, Func<string, string?>? header = null)
    {
        if (body.ValueKind is JsonValueKind.Array) return IsPrometheus(body) ? AlertSource.Prometheus : null;
        if (body.ValueKind is not JsonValueKind.Object) return null;
        var fields = JsonFields.Of(body);
        return Adapter(fields) ?? KnownShapes.Index.Find(fields, ShapeInput.Of(body, header))?.Source;
    }

    private static string? Adapter(JsonFields fields)
    {
        if (fields["alerts"].ValueKind is JsonValueKind.Array) return Envelope(fields);
        if (IsPagerDuty(fields)) return AlertSource.PagerDuty;
        if (fields.Text("action") is not null && fields.Object("alert").Has("alertId")) return AlertSource.Opsgenie;
        if (fields.Text("state") is not null && fields.Has("ruleName") && (fields.Has("evalMatches") || fields.Has("ruleId")))
            return AlertSource.Grafana;
        if (IsNewRelic(fields)) return AlertSource.NewRelic;
        return IsDatadog(fields) ? AlertSource.Datadog : null;
    }

    private static string? Envelope(JsonFields fields)
    {
        var version = fields.Scalar("version");
        if (fields.Has("orgId") && (fields.Has("groupKey") || fields.Has("state"))) return AlertSource.Grafana;
        if (version is "1" && fields.Has("groupKey")) return AlertSource.Grafana;
        // Chronosphere names a notifier and leaves group key and version out.
        return fields.Has("groupKey") || (version is "4" or "3" && fields.Has("receiver"))
            || (fields.Has("groupLabels") && fields.Has("commonLabels"))
            ? AlertSource.Alertmanager
            : null;
    }

    private static bool IsPrometheus(JsonElement body)
    {
        if (body.GetArrayLength() == 0) return false;
        var first = JsonFields.Of(body[0]);
        return first["labels"].ValueKind is JsonValueKind.Object && (first.Has("startsAt") || first.Has("endsAt") || first.Has("generatorURL"));
    }

    private static bool IsPagerDuty(JsonFields fields)
    {
        if (fields.Object("event").Text("event_type") is { } type) return HasFamily(type);
        return fields["messages"] is { ValueKind: JsonValueKind.Array } messages && messages.GetArrayLength() > 0
            && JsonFields.Of(messages[0]) is var first && first.Has("incident") && first.Text("event") is { } old && HasFamily(old);
    }

    private static bool HasFamily(string type) =>
        type.StartsWith("incident.", StringComparison.Ordinal) || type.StartsWith("service.", StringComparison.Ordinal)
            || type.StartsWith("pagey.", StringComparison.Ordinal);

    private static bool IsNewRelic(JsonFields fields) =>
        (fields.Has("current_state") && fields.Has("incident_id") && fields.Has("condition_name"))
        || ((fields.Has("issueUrl") || fields.Has("issuePageUrl") || fields.Has("issueId"))
            && fields.Has("state") && (fields.Has("trigger") || fields.Has("workflowName") || fields.Has("impactedEntities")));

    private static bool IsDatadog(JsonFields fields) =>
        fields.Has("alert_transition") || fields.Has("alert_cycle_key")
        || (fields.Has("event_type") && fields.Has("last_updated") && fields.Has("title"))
        || (fields.Has("body") && fields.Has("date") && DatadogTitle.Read(fields.Text("title")).Transition is not null);
}
