using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// PagerDuty's webhooks: version 3 (one event) and the older version 2 (a list of messages). An authentic event that means nothing here
/// is <see cref="SignalKind.Ignored"/> and not refused: three refusals make PagerDuty switch the subscription off.
/// </summary>
public static class PagerDuty
{
    private static readonly string[] Families = ["incident.", "service.", "pagey."];

    /// <summary>Reads one body.</summary>
    /// <exception cref="InvalidDeliveryException">The body is no PagerDuty event, or names no incident where one is needed.</exception>
    public static Delivery Parse(JsonElement body, DateTimeOffset now)
    {
        var fields = JsonFields.Of(BodyRules.Object(body, "body", "an object: a PagerDuty webhook with an event"));
        if (!fields.Has("event") && fields.Has("messages")) return PagerDutyV2.Parse(fields["messages"], now);

        var e = JsonFields.Of(BodyRules.Object(fields["event"], "event", "an object: a PagerDuty webhook event"));
        var type = e.Text("event_type") ?? throw BodyRules.NoText(e["event_type"], "event.event_type", "text, such as incident.triggered");
        if (!Array.Exists(Families, family => type.StartsWith(family, StringComparison.Ordinal)))
        {
            throw new InvalidDeliveryException("event.event_type",
                $"event.event_type is \"{SignalLimits.Cut(SignalLimits.Short(type)!, 64)}\", which is an unsupported event; allowed are " +
                    "incident.*, service.* and pagey.* events.");
        }
        return new Delivery { Signals = [Signal(type, e, now)], DeliveryId = SignalLimits.Identity(e.Scalar("id")) };
    }

    private static AlertSignal Signal(string type, JsonFields e, DateTimeOffset now)
    {
        var data = e.Object("data");
        var kind = PagerDutyEvents.Kind(type, data.Text("status"));
        var isIncident = data.Text("type") is var dataType
            && (dataType is "incident" or "incident_reference" || (dataType is null && !data.Has("incident")));
        // Notes, tasks and status updates have ids of their own: taken for incidents they would make ghosts.
        var incident = isIncident ? data : data.Object("incident");
        var id = SignalLimits.Identity(incident.Scalar("id"));
        if (id is null && kind is not SignalKind.Ignored)
        {
            if (e["data"].ValueKind is not JsonValueKind.Object) throw BodyRules.Wrong(e["data"], "event.data", "an object");
            throw BodyRules.Missing(isIncident ? "event.data.id" : "event.data.incident.id", "the incident's id as text");
        }

        var warnings = new WarningList();
        var occurred = e.Time("occurred_at");
        var title = SignalLimits.Title(incident.Text("title", "summary"), ref warnings);
        var links = new LinkList();
        links.Add("source", incident.Text("html_url"));
        links.Add("conference", data.Object("conference_bridge").Text("conference_url") ?? data.Text("conference_url"));
        return new AlertSignal
        {
            Source = AlertSource.PagerDuty,
            ReportedSource = AlertSource.PagerDuty,
            Kind = kind,
            Identity = id,
            // Equal to the dedup_key of our own page when PagerDuty did not group the alert with others.
            AlternateIdentity = SignalLimits.Identity(incident.Text("incident_key")),
            Fingerprint = id,
            Title = title.Length == 0 && kind is SignalKind.Firing ? $"PagerDuty incident {SignalLimits.Cut(id!, 64)}" : title,
            Description = SignalLimits.Description(data.Text("description"), ref warnings),
            Severity = PagerDutyEvents.Severity(incident),
            StartsAt = SignalTime.Begin(StartsAt(type, incident, occurred), now, ref warnings),
            OccurredAt = occurred,
            Subject = PagerDutyEvents.Subject(incident),
            Labels = PagerDutyEvents.Labels(incident).ToImmutable(ref warnings),
            Links = links.ToImmutable(),
            Actor = SignalLimits.Short(e.Object("agent").Text("summary")),
            Note = SignalLimits.Description(PagerDutyEvents.Note(type, data), ref warnings) is { Length: > 0 } note ? note : null,
            EventType = SignalLimits.Short(type),
            Warnings = warnings.ToImmutable(),
        };
    }

    // A reopened incident is a new episode: with its first start it would look older than its own resolution.
    private static DateTimeOffset? StartsAt(string type, JsonFields incident, DateTimeOffset? occurred) => type switch
    {
        "incident.reopened" => incident.Time("reopened_at") ?? occurred,
        "incident.triggered" => incident.Time("created_at") ?? occurred,
        _ => incident.Time("created_at"),
    };
}
