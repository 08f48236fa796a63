using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>What PagerDuty's event names and incident fields mean here, for both versions of the body.</summary>
internal static class PagerDutyEvents
{
    public static SignalKind Kind(string type, string? status) => type switch
    {
        "incident.triggered" or "incident.acknowledged" or "incident.unacknowledged" or "incident.resolved" => ByStatus(type, status),
        "incident.reopened" => SignalKind.Firing,
        "incident.annotated" or "incident.status_update_published" => SignalKind.Note,
        "incident.priority_updated" or "incident.service_updated" or "incident.reassigned" or "incident.escalated"
            or "incident.delegated" or "incident.responder.added" or "incident.responder.replied" or "incident.conference_bridge.updated"
            or "incident.merged" => SignalKind.Updated,
        _ => SignalKind.Ignored,
    };

    // The status is the incident's state when the event was made; the event's name only says what moved it there.
    private static SignalKind ByStatus(string type, string? status) => (type, status) switch
    {
        (_, "resolved") => SignalKind.Resolved,
        (_, "acknowledged") => SignalKind.Acknowledged,
        ("incident.triggered", _) => SignalKind.Firing,
        (_, "triggered") => SignalKind.Unacknowledged,
        ("incident.acknowledged", _) => SignalKind.Acknowledged,
        ("incident.unacknowledged", _) => SignalKind.Unacknowledged,
        _ => SignalKind.Resolved,
    };

    /// <summary>
    /// Priority first: urgency is always there, so it would hide every P1. Accounts name priorities as they like ("P1 - outage", "SEV2: degraded").
    /// </summary>
    public static Severity? Severity(JsonFields incident)
    {
        var priority = incident.Object("priority").Text("summary", "name");
        return SeverityMap.Parse(priority) ?? incident.Text("urgency")?.ToUpperInvariant() switch
        {
            "HIGH" => Alerts.Severity.High,
            "LOW" => Alerts.Severity.Warning,
            _ => null,
        };
    }

    public static AlertSubject Subject(JsonFields incident) =>
        SignalLimits.Short(incident.Object("service").Text("summary", "name")) is { } service
            ? new AlertSubject { Service = service }
            : AlertSubject.None;

    public static LabelBuilder Labels(JsonFields incident)
    {
        var labels = new LabelBuilder();
        Add("escalation_policy", incident.Object("escalation_policy").Text("summary"));
        Add("incident_key", incident.Text("incident_key"));
        Add("incident_number", incident.Scalar("number", "incident_number"));
        Add("priority", incident.Object("priority").Text("summary", "name"));
        Add("urgency", incident.Text("urgency"));
        return labels;

        void Add(string name, string? value)
        {
            if (value is not null) labels.Add(name, value);
        }
    }

    /// <summary>The text of a note, or a sentence about what changed.</summary>
    public static string? Note(string type, JsonFields data) => type switch
    {
        "incident.annotated" =>
            data.Text("content") is { } content && data["trimmed"].ValueKind is JsonValueKind.True
                ? content + " (cut by PagerDuty)"
                : data.Text("content"),
        "incident.status_update_published" => data.Text("message"),
        "incident.resolved" or "incident.merged" => Merged(data),
        "incident.conference_bridge.updated" => Bridge(data),
        "incident.priority_updated" => $"Priority in PagerDuty: {data.Object("priority").Text("summary") ?? "none"}.",
        "incident.service_updated" => $"Service in PagerDuty: {data.Object("service").Text("summary") ?? "none"}.",
        "incident.reassigned" or "incident.escalated" or "incident.delegated" => Assigned(type, data),
        "incident.responder.added" or "incident.responder.replied" =>
            $"{type["incident.".Length..]}: {Responder(data)}. {data.Text("message")}".TrimEnd(),
        _ => null,
    };

    /// <summary>The reason is a word, or an object that names the incident into which it went.</summary>
    private static string? Merged(JsonFields data)
    {
        var reason = data.Object("resolve_reason");
        if (reason.Text("type") is { } type && !type.Contains("merge", StringComparison.OrdinalIgnoreCase)) return null;
        if (!reason.Has("type") && data.Text("resolve_reason") is not "merged" and not "merge_resolve_reason"
            && !data.Has("merged_into")) return null;
        var into = reason.Has("incident") ? reason.Object("incident") : data.Object("merged_into");
        return into.Text("summary", "title", "id") is { } name ? $"Merged into {name} in PagerDuty." : "Merged into another incident in PagerDuty.";
    }

    private static string Bridge(JsonFields data)
    {
        var bridge = data.Has("conference_bridge") ? data.Object("conference_bridge") : data;
        var numbers = bridge["conference_numbers"] is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Take(20).Select(number => JsonFields.Of(number).Scalar("number"))
            : [bridge.Scalar("conference_number")];
        string?[] ways = [bridge.Text("conference_url"), .. numbers.Where(number => number is not null)];
        return ways.Where(way => way is not null).ToArray() is { Length: > 0 } known
            ? $"Conference bridge: {string.Join(", ", known)}."
            : "Conference bridge removed in PagerDuty.";
    }

    private static string Responder(JsonFields data) =>
        data.Object("user").Text("summary") ?? data.Object("escalation_policy").Text("summary") ?? "unknown";

    private static string Assigned(string type, JsonFields data)
    {
        var names = data["assignees"] is { ValueKind: JsonValueKind.Array } assignees
            ? string.Join(
                ", ", assignees.EnumerateArray().Take(20).Select(person => JsonFields.Of(person).Text("summary")).Where(name => name is not null))
            : "";
        var verb = type["incident.".Length..];
        return names.Length == 0 ? $"Incident {verb} in PagerDuty." : $"Incident {verb} in PagerDuty to {names}.";
    }
}
