using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// New Relic's workflow webhook (the default template and the customer's own with native variable names) and the retired channel
/// notifications. HIGH is read as high, though New Relic also gives it to issues of a warning threshold.
/// </summary>
public static partial class NewRelic
{
    /// <summary>Reads one body.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no object, or has neither a title nor an issue.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        var fields = JsonFields.Of(BodyRules.Object(body, "body", "an object: a New Relic workflow notification"));
        if (NewRelicLegacy.TryParse(fields, now) is { } legacy) return legacy;

        var warnings = new WarningList();
        var url = fields.FirstOf("issueUrl", "issuePageUrl", "issue_url", "url");
        var urlId = IssueId(url);
        var id = SignalLimits.Identity(fields.FirstOf("issueId", "id", "issue_id") ?? urlId);
        var title = SignalLimits.Title(Title(fields), ref warnings);
        if (title.Length == 0 && id is null) throw BodyRules.Missing("title", "text, or the body must carry issueId or id");

        var tags = Tags(fields);
        var subject = tags.Subject();
        var state = fields.FirstOf("state", "stateText", "currentState");
        var trigger = fields.FirstOf("trigger", "triggerEvent");
        var kind = Kind(fields, state, trigger);
        var links = new LinkList();
        links.Add("source", url);
        links.Add("runbook", fields.FirstOf("runbookUrl", "runbook_url") ?? fields.Object("accumulations").FirstOf("runbookUrl"));
        links.Add("image", fields.FirstOf("violationChartUrl", "chartUrl"));
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.NewRelic,
                ReportedSource = AlertSource.NewRelic,
                Kind = kind,
                Identity = id,
                AlternateIdentity = Other(id, urlId) ?? Other(id, SignalLimits.Identity(fields.FirstOf("id"))),
                Fingerprint = id,
                Account = SignalLimits.Identity(fields.FirstOf("accountId", "account_id") ?? AccountInUrl(url)),
                Title = title.Length > 0 ? title : $"New Relic issue {SignalLimits.Cut(id!, 64)}",
                Description = SignalLimits.Description(
                    fields.FirstOf("description", "details") ?? fields.Object("annotations").FirstOf("description"), ref warnings),
                Severity = SeverityMap.Parse(fields.FirstOf("priority", "issuePriority", "severity")),
                StartsAt = SignalTime.Begin(fields.Time("createdAt", "activatedAt", "created_at"), now, ref warnings),
                OccurredAt = kind is SignalKind.Resolved ? fields.Time("closedAt", "updatedAt") : fields.Time("updatedAt", "createdAt"),
                Subject = subject with { Service = subject.Service ?? SignalLimits.Short(Entity(fields)) },
                Labels = tags.Labels().ToImmutable(ref warnings),
                Links = links.ToImmutable(),
                Actor = kind is SignalKind.Acknowledged ? SignalLimits.Short(fields.FirstOf("acknowledgedBy", "owner")) : null,
                EventType = SignalLimits.Short(trigger ?? state),
                Warnings = warnings.ToImmutable(),
            }],
        };
    }

    private static SignalKind Kind(JsonFields fields, string? state, string? trigger)
    {
        // The trigger INCIDENT_CLOSED means that one of the issue's incidents ended: only the state tells of the issue.
        if (Is(state, "CLOSED") || Is(state, "RESOLVED") || Is(state, "DEACTIVATED")) return SignalKind.Resolved;
        if (Is(state, "ACKNOWLEDGED")) return SignalKind.Acknowledged;
        var flag = fields.FirstOf("isAcknowledged");
        if (Is(flag, "false")) return SignalKind.Firing;
        return Is(flag, "true") || Is(trigger, "USER_ACTION") || fields.FirstOf("acknowledgedBy") is not null
            ? SignalKind.Acknowledged
            : SignalKind.Firing;
    }

    internal static bool Is(string? word, string expected) => string.Equals(word, expected, StringComparison.OrdinalIgnoreCase);

    private static string? Title(JsonFields fields) =>
        fields.FirstOf("title", "issueTitle", "issue_title")
        ?? fields.Object("annotations").FirstOf("title")
        ?? fields.FirstOf("alertConditionNames", "conditionName")
        ?? fields.Object("accumulations").FirstOf("conditionName");

    private static string? Entity(JsonFields fields) =>
        fields.FirstOf("impactedEntities") ?? fields.Object("entitiesData").FirstOf("names") ?? fields.FirstOf("entityName", "targetName");

    private static TagList Tags(JsonFields fields)
    {
        var tags = new TagList();
        var accumulations = fields.Object("accumulations");
        tags.AddJson(accumulations["tag"]);
        tags.AddJson(fields["labels"]);
        tags.AddJson(fields["tags"]);
        tags.Add("policy", fields.FirstOf("alertPolicyNames", "policyName") ?? accumulations.FirstOf("policyName"));
        tags.Add("condition", fields.FirstOf("alertConditionNames", "conditionName") ?? accumulations.FirstOf("conditionName"));
        tags.Add("workflow", fields.FirstOf("workflowName"));
        return tags;
    }

    private static string? Other(string? id, string? candidate) => candidate == id ? null : candidate;

    private static string? IssueId(string? url) =>
        url is { Length: <= 2048 } && Issue().Match(url) is { Success: true } match ? match.Groups[1].Value : null;

    private static string? AccountInUrl(string? url) =>
        url is { Length: <= 2048 } && AccountPart().Match(url) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"/(?:issues|redirect)/([A-Za-z0-9._-]{1,128})", RegexOptions.CultureInvariant)]
    private static partial Regex Issue();

    [GeneratedRegex(@"/accounts/([0-9]{1,20})", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPart();
}
