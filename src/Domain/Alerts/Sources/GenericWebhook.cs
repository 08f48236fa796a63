using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The platform's own body (title, description, severity, source, namespace, pod, deployment, service) with optional identity, state,
/// labels, links and times, in the spellings that other products' plain webhooks use.
/// </summary>
public static class GenericWebhook
{
    /// <summary>Reads one body.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no object, its title is no text, or it has neither a title nor an identity.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        var fields = JsonFields.Of(BodyRules.Object(body, "body", "an object with a title"));
        if (fields["title"].ValueKind is not (JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined))
            throw BodyRules.Wrong(fields["title"], "title", "text");

        var warnings = new WarningList();
        var title = SignalLimits.Title(fields.Text("title", "summary", "alert_title", "alertname", "name"), ref warnings);
        var identity = SignalLimits.Identity(fields.Scalar("dedup_key", "fingerprint", "alert_uid", "id"));
        if (title.Length == 0 && identity is null)
            throw BodyRules.Missing("title", "text, or the body must carry dedup_key, fingerprint, alert_uid or id");

        var tags = Tags(fields);
        var state = fields.Scalar("status", "state") ?? fields.Scalar("action");
        var kind = Kind(state, identity);
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.Webhook,
                ReportedSource = SignalLimits.ReportedSource(fields.Text("source"), AlertSource.Webhook),
                Kind = kind,
                Identity = identity,
                Fingerprint = identity,
                Title = title.Length > 0 ? title : $"Alert {SignalLimits.Cut(identity!, 64)}",
                Description = SignalLimits.Description(fields.Text("description", "message", "details", "text", "body"), ref warnings),
                Severity = ReadSeverity(fields, ref warnings),
                StartsAt = fields.Time("starts_at", "startsAt", "started_at", "timestamp"),
                OccurredAt = kind is SignalKind.Resolved
                    ? fields.Time("ends_at", "endsAt", "resolved_at", "timestamp")
                    : fields.Time("timestamp", "occurred_at"),
                Subject = Subject(fields, tags.Subject(), ref warnings),
                Labels = tags.Labels().ToImmutable(ref warnings),
                Links = Links(fields).ToImmutable(),
                Actor = SignalLimits.Short(fields.Text("actor")),
                EventType = SignalLimits.Short(state),
                Warnings = warnings.ToImmutable(),
            }],
        };
    }

    // Without an identity an acknowledgement could belong to any alert, and the text is all there is: it counts as an alert.
    private static SignalKind Kind(string? state, string? identity) => state?.ToUpperInvariant() switch
    {
        "RESOLVED" or "RESOLVE" or "OK" or "CLOSED" or "CLOSE" or "RECOVERED" or "INACTIVE" => SignalKind.Resolved,
        "ACKNOWLEDGED" or "ACKNOWLEDGE" or "ACK" when identity is not null => SignalKind.Acknowledged,
        _ => SignalKind.Firing,
    };

    private static Severity? ReadSeverity(JsonFields fields, ref WarningList warnings)
    {
        if (!fields.Has("severity")) return SeverityMap.Parse(fields.Text("priority", "level"));
        var severity = SeverityMap.Parse(fields.Text("severity"));
        if (severity is null)
            warnings.Add("severity is not a word that is known (critical, high, warning, info and the vendors' words); the default counts.");
        return severity;
    }

    /// <summary>A field of the body is said outright and wins over a label, which may be an exporter's.</summary>
    private static AlertSubject Subject(JsonFields fields, AlertSubject labels, ref WarningList warnings)
    {
        var pod = Part(fields, "pod", ref warnings);
        return labels with
        {
            Cluster = Part(fields, "cluster", ref warnings) ?? labels.Cluster,
            Namespace = Part(fields, "namespace", ref warnings) ?? labels.Namespace,
            Pod = pod ?? labels.Pod,
            Deployment = Part(fields, "deployment", ref warnings) ?? (pod is null ? null : PodName.Workload(pod)) ?? labels.Deployment,
            Service = Part(fields, "service", ref warnings) ?? labels.Service,
            Node = Part(fields, "node", ref warnings) ?? labels.Node ?? Part(fields, "host", ref warnings),
            Container = Part(fields, "container", ref warnings) ?? labels.Container,
        };
    }

    private static string? Part(JsonFields fields, string name, ref WarningList warnings)
    {
        var element = fields[name];
        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            warnings.Add($"{name} is {JsonText.Kind(element)} and was left out; it must be text.");
            return null;
        }
        return SignalLimits.Short(fields.Scalar(name));
    }

    private static TagList Tags(JsonFields fields)
    {
        var tags = new TagList();
        tags.AddJson(fields["labels"]);
        tags.AddJson(fields["tags"]);
        return tags;
    }

    private static LinkList Links(JsonFields fields)
    {
        var links = new LinkList();
        links.Add("source", fields.Text("url", "link", "link_to_upstream_details", "generatorURL"));
        links.Add("runbook", fields.Text("runbook_url", "runbook"));
        links.Add("dashboard", fields.Text("dashboard_url"));
        links.Add("image", fields.Text("image_url"));
        return links;
    }
}
