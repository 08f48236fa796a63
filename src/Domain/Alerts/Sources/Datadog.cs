using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Datadog's webhook, whose body is the customer's own template: the vendor's default, the one that this platform publishes, and the
/// spellings of other products are read. Its event id differs in every delivery and is never an identity.
/// </summary>
public static partial class Datadog
{
    private const int LongestScope = 8192;
    private const string TestNote = "The sender's variables were not expanded, as in the test of a webhook.";

    /// <summary>Reads one body; a body of unexpanded variables (Datadog's test button) is <see cref="SignalKind.Ignored"/>.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no object, or has neither a title nor an identity.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        var fields = JsonFields.Of(BodyRules.Object(body, "body", "an object: the payload template of a Datadog webhook"));
        var titleElement = fields["title"];
        if (titleElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array) throw BodyRules.Wrong(titleElement, "title", "text");

        var head = DatadogTitle.Read(Value(fields, "title", "alert_title", "alertTitle", "event_title"));
        var scope = Scope(ValueOrList(fields, "scope", "scopes", "alert_scope", "alertScope") ?? head.Scope);
        var monitor = Value(fields, "alert_id", "monitor_id", "alertId", "monitorId");
        var byMonitor = monitor is null ? null : $"{monitor}:{scope}";
        var cycle = Value(fields, "alert_cycle_key", "cycle_key", "alertCycleKey") ?? Value(fields, "aggreg_key", "aggregation_key", "aggregKey");
        var warnings = new WarningList();
        var title = SignalLimits.Title(head.Text, ref warnings);
        var identity = SignalLimits.Identity(cycle ?? byMonitor ?? (title.Length > 0 ? $"{title}|{scope}" : null));
        if (identity is null)
        {
            return IsTest(fields) ? Test() : throw BodyRules.Missing("title", "text, or the body must carry alert_cycle_key, aggreg_key or alert_id");
        }

        var tags = Tags(fields, scope);
        var subject = tags.Subject();
        var transition = Value(fields, "alert_transition", "alertTransition", "transition");
        var alertType = Value(fields, "alert_type", "alertType");
        var kind = Kind(transition, alertType, head.Transition);
        var time = fields.Time("date", "timestamp", "last_updated", "lastUpdated");
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.Datadog,
                ReportedSource = AlertSource.Datadog,
                Kind = kind,
                Identity = identity,
                IdentityIsSure = cycle is not null || byMonitor is not null,
                // The cycle key is new for each occurrence; monitor and scope say that it is the same problem again.
                AlternateIdentity = cycle is null ? null : SignalLimits.Identity(byMonitor),
                Fingerprint = identity,
                Account = SignalLimits.Identity(Expanded(fields.Object("org").Scalar("id")) ?? Value(fields, "org_id", "orgId")),
                Title = title.Length > 0 ? title : $"Datadog monitor {SignalLimits.Cut(monitor ?? identity, 64)}",
                Description = SignalLimits.Description(
                    Body(Value(fields, "text", "text_only_msg", "body", "event_msg", "message", "description")), ref warnings),
                Severity = Priority(fields, head.Priority) ?? OfAlertType(alertType),
                StartsAt = kind is SignalKind.Firing && !IsReminder(transition ?? head.Transition) ? SignalTime.Begin(time, now, ref warnings) : null,
                OccurredAt = time,
                Subject = subject with { Node = subject.Node ?? SignalLimits.Short(Value(fields, "hostname", "host", "host_name")) },
                Labels = Labels(tags, scope).ToImmutable(ref warnings),
                Links = Links(fields),
                EventType = SignalLimits.Short(transition ?? head.Transition ?? alertType),
                Warnings = warnings.ToImmutable(),
            }],
        };
    }

    private static SignalKind Kind(string? transition, string? alertType, string? fromTitle)
    {
        // "Warn" after "Triggered" is a milder alert and "No Data" no news at all: only recovery ends it.
        if (transition is not null) return IsRecovery(transition) ? SignalKind.Resolved : SignalKind.Firing;
        if (alertType is not null) return alertType.Equals("success", StringComparison.OrdinalIgnoreCase) ? SignalKind.Resolved : SignalKind.Firing;
        return fromTitle is not null && IsRecovery(fromTitle) ? SignalKind.Resolved : SignalKind.Firing;
    }

    // "Re-Triggered" and "Renotify" repeat an older problem: their time is not its beginning.
    private static bool IsReminder(string? word) => word is not null && word.StartsWith("Re", StringComparison.OrdinalIgnoreCase);

    private static bool IsRecovery(string word) => word.Contains("recovered", StringComparison.OrdinalIgnoreCase);

    // $PRIORITY ("normal", "low") is the event's priority: only P1 to P5 of these fields speak of the alert.
    private static Severity? Priority(JsonFields fields, string? fromTitle)
    {
        foreach (var word in (ReadOnlySpan<string?>)[Value(fields, "alert_priority", "alertPriority"), Value(fields, "priority"), fromTitle])
        {
            if (word is ['P' or 'p', >= '1' and <= '5']) return SeverityMap.Parse(word);
        }
        return SeverityMap.Parse(Value(fields, "severity") ?? Value(fields, "level", "sev"));
    }

    private static Severity? OfAlertType(string? type) => type?.ToUpperInvariant() switch
    {
        "ERROR" => Severity.High,
        "WARNING" => Severity.Warning,
        "INFO" => Severity.Info,
        _ => null,
    };

    private static TagList Tags(JsonFields fields, string scope)
    {
        var tags = new TagList();
        foreach (var name in (ReadOnlySpan<string>)["tags", "event_tags", "alert_tags"])
        {
            if (!IsUnexpanded(JsonText.Text(fields[name]))) tags.AddJson(fields[name]);
        }
        tags.AddText(scope);
        return tags;
    }

    private static LabelBuilder Labels(TagList tags, string scope)
    {
        var labels = tags.Labels();
        // What the monitor watches here, whole: its parts are among the tags.
        if (scope.Length > 0) labels.Add("scope", scope);
        return labels;
    }

    // The order of a scope's parts is not promised, and one alert group must keep one identity.
    private static string Scope(string? scope)
    {
        if (scope is null) return "";
        if (scope.Length > LongestScope) return scope;
        var parts = scope.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(parts, StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    // "%%%" only marks Markdown for Datadog's own pages.
    private static string? Body(string? text) => text?.Replace("%%%", "", StringComparison.Ordinal).Trim();

    private static ImmutableArray<AlertLink> Links(JsonFields fields)
    {
        var links = new LinkList();
        links.Add("source", Value(fields, "link", "url", "event_url", "alert_url"));
        links.Add("image", Value(fields, "snapshot", "image_url"));
        return links.ToImmutable();
    }

    private static string? Value(JsonFields fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Expanded(fields.Scalar(name)) is { } value) return value;
        }
        return null;
    }

    private static string? ValueOrList(JsonFields fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields[name] is not { ValueKind: JsonValueKind.Array } list) continue;
            return string.Join(
                ',', list.EnumerateArray().Take(SignalLimits.MaxLabels).Select(part => JsonText.Scalar(part)).Where(part => part is not null));
        }
        return Value(fields, names);
    }

    private static string? Expanded(string? text) => IsUnexpanded(text) ? null : text;

    private static bool IsUnexpanded(string? text) => text is ['$', ..] && Variable().IsMatch(text);

    private static bool IsTest(JsonFields fields) => fields.All.Any(field => IsUnexpanded(JsonText.Text(field.Value)?.Trim()));

    private static Delivery Test() => new()
    {
        Signals =
            [new AlertSignal { Source = AlertSource.Datadog, ReportedSource = AlertSource.Datadog, Kind = SignalKind.Ignored, Note = TestNote,
                EventType = "test" }],
    };

    [GeneratedRegex(@"^\$[A-Z][A-Z0-9_]*(\[[^\]]*\])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
