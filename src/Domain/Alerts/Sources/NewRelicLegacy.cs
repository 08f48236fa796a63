using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>New Relic's notification channels before workflows: snake_case, one incident with its <c>current_state</c>.</summary>
internal static class NewRelicLegacy
{
    /// <summary>Null when this is no legacy body.</summary>
    public static Delivery? TryParse(JsonFields fields, DateTimeOffset now)
    {
        if (!fields.Has("current_state") || fields.Has("issueId") || fields.Has("issueUrl")) return null;

        var warnings = new WarningList();
        var condition = fields.Scalar("condition_name");
        var title = SignalLimits.Title(condition ?? fields.Text("details"), ref warnings);
        var id = fields.Scalar("incident_id");
        if (title.Length == 0 && id is null) throw BodyRules.Missing("incident_id", "a number or text, or condition_name text");
        if (id is "0")
        {
            // Every test notification has the number 0: alone it would make unrelated ones a single alert.
            id = $"0:{fields.Scalar("condition_id")}:{condition}";
            warnings.Add("incident_id is 0, as in New Relic's test notifications; the condition stands in for it.");
        }
        var identity = SignalLimits.Identity(id);
        var state = fields.Text("current_state");
        var kind = state?.ToUpperInvariant() switch
        {
            "CLOSED" => SignalKind.Resolved,
            "ACKNOWLEDGED" => SignalKind.Acknowledged,
            _ => SignalKind.Firing,
        };
        var target = fields["targets"] is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            ? JsonFields.Of(list[0])
            : JsonFields.Of(default);
        var tags = new TagList();
        tags.AddJson(target["labels"]);
        tags.Add("policy", fields.Text("policy_name"));
        tags.Add("product", target.Text("product"));
        var subject = tags.Subject();
        var time = fields.Time("timestamp");
        var links = new LinkList();
        links.Add("source", fields.Text("incident_url"));
        links.Add("runbook", fields.Text("runbook_url"));
        links.Add("image", fields.Text("violation_chart_url"));
        return new Delivery
        {
            Signals = [new AlertSignal
            {
                Source = AlertSource.NewRelic,
                ReportedSource = AlertSource.NewRelic,
                Kind = kind,
                Identity = identity,
                Fingerprint = identity,
                Account = SignalLimits.Identity(fields.Scalar("account_id")),
                Title = title.Length > 0 ? title : $"New Relic incident {SignalLimits.Cut(identity!, 64)}",
                Description = SignalLimits.Description(fields.Text("details"), ref warnings),
                Severity = SeverityMap.Parse(fields.Text("severity")),
                StartsAt = kind is SignalKind.Firing ? SignalTime.Begin(time, now, ref warnings) : null,
                OccurredAt = time,
                Subject = subject with { Service = subject.Service ?? SignalLimits.Short(target.Text("name")) },
                Labels = tags.Labels().ToImmutable(ref warnings),
                Links = links.ToImmutable(),
                Actor = kind is SignalKind.Firing ? null : SignalLimits.Short(fields.Text("owner")),
                EventType = SignalLimits.Short(state),
                Warnings = warnings.ToImmutable(),
            }],
        };
    }
}
