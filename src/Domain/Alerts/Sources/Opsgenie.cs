using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Opsgenie's outgoing webhook, also sent by Jira Service Management and Compass. Action names may be the customer's own, and every
/// field but the alert's id may be missing.
/// </summary>
public static class Opsgenie
{
    /// <summary>Reads one body.</summary>
    /// <exception cref="InvalidDeliveryException">The body has no action, no alert or no alert id.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        var fields = JsonFields.Of(BodyRules.Object(body, "body", "an object: an Opsgenie webhook with action and alert"));
        var action = fields.Text("action") ?? throw BodyRules.NoText(fields["action"], "action", "text, such as Create or Close");
        var alert = JsonFields.Of(BodyRules.Object(fields["alert"], "alert", "an object"));
        var id = SignalLimits.Identity(alert.Scalar("alertId"))
            ?? throw BodyRules.NoText(alert["alertId"], "alert.alertId", "the alert's id as text");

        var warnings = new WarningList();
        var kind = Kind(action);
        var title = SignalLimits.Title(alert.Scalar("message"), ref warnings);
        var actor = SignalLimits.Short(alert.Text("username"));
        var tags = Tags(alert);
        var subject = tags.Subject();
        var links = new LinkList();
        links.Add("source", tags.First("url", "link") ?? Webbed(alert.Text("source")));
        links.Add("runbook", tags.First("runbook_url", "runbook"));
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.Opsgenie,
                ReportedSource = AlertSource.Opsgenie,
                Kind = kind,
                Identity = id,
                // Users may leave "-" or a constant as alias, so it never counts alone.
                AlternateIdentity = SignalLimits.Identity(alert.Text("alias")) is { } alias && alias is not "-" && alias != id ? alias : null,
                Fingerprint = id,
                Title = title.Length == 0 && kind is SignalKind.Firing ? $"Opsgenie alert {SignalLimits.Cut(id, 64)}" : title,
                Description = SignalLimits.Description(alert.Text("description"), ref warnings),
                Severity = Priority(alert.Scalar("priority")),
                StartsAt = SignalTime.Begin(alert.Time("createdAt", "insertedAt"), now, ref warnings),
                OccurredAt = alert.Time("updatedAt", "createdAt"),
                Subject = subject with { Service = subject.Service ?? SignalLimits.Short(alert.Text("entity")) },
                Labels = tags.Labels().ToImmutable(ref warnings),
                Links = links.ToImmutable(),
                Actor = actor,
                Note = Note(kind, action, alert, fields, actor, ref warnings),
                EventType = SignalLimits.Short(action),
                Warnings = warnings.ToImmutable(),
            }],
        };
    }

    private static SignalKind Kind(string action)
    {
        // Jira Service Management writes "Create alert" where Opsgenie wrote "Create".
        var word = action.EndsWith(" alert", StringComparison.OrdinalIgnoreCase) ? action[..^6].TrimEnd() : action;
        return word.ToUpperInvariant() switch
        {
            "CREATE" => SignalKind.Firing,
            "ACKNOWLEDGE" => SignalKind.Acknowledged,
            "UNACKNOWLEDGE" => SignalKind.Unacknowledged,
            "CLOSE" or "DELETE" => SignalKind.Resolved,
            "ADDNOTE" or "ADD NOTE" => SignalKind.Note,
            _ => SignalKind.Updated,
        };
    }

    private static string? Note(SignalKind kind, string action, JsonFields alert, JsonFields fields, string? actor, ref WarningList warnings)
    {
        if (kind is SignalKind.Note) return SignalLimits.Description(alert.Text("note") ?? fields.Text("note") ?? "", ref warnings);
        if (kind is not SignalKind.Updated) return null;
        return actor is null ? $"Opsgenie: {SignalLimits.Short(action)}." : $"Opsgenie: {SignalLimits.Short(action)} by {actor}.";
    }

    // Seen as "P3", 3 and "3" in real bodies.
    private static Severity? Priority(string? priority) =>
        SeverityMap.Parse(priority is [>= '1' and <= '5'] ? "P" + priority : priority);

    private static TagList Tags(JsonFields alert)
    {
        var tags = new TagList();
        tags.AddJson(alert["details"]);
        tags.AddJson(alert["tags"]);
        tags.Add("entity", alert.Text("entity"));
        tags.Add("team", alert.Text("team"));
        return tags;
    }

    private static string? Webbed(string? source) =>
        source is not null && source.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? source : null;
}
