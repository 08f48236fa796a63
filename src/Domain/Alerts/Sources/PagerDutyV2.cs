using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>PagerDuty's version 2 body: a list of messages. PagerDuty no longer supports it and still sends it for old extensions.</summary>
internal static class PagerDutyV2
{
    public static Delivery Parse(JsonElement messages, DateTimeOffset now)
    {
        BodyRules.Alerts(messages, "messages", "an array of PagerDuty messages");
        var signals = ImmutableArray.CreateBuilder<AlertSignal>();
        var rejected = ImmutableArray.CreateBuilder<RejectedAlert>();
        string? deliveryId = null;
        var index = 0;
        foreach (var element in messages.EnumerateArray())
        {
            var message = JsonFields.Of(element);
            deliveryId ??= SignalLimits.Identity(message.Scalar("id"));
            var incident = message.Object("incident");
            var id = SignalLimits.Identity(incident.Scalar("id"));
            var type = message.Text("event");
            if (type is null || !type.StartsWith("incident.", StringComparison.Ordinal))
            {
                rejected.Add(
                    AlertEnvelope.Reject(
                        index, "messages",
                        ("event", $"event is {JsonText.Kind(message["event"])}; it must be a version 2 event such as incident.trigger.")));
            }
            else if (id is null)
                rejected.Add(
                    AlertEnvelope.Reject(
                        index, "messages", ("incident.id", "incident.id is missing or empty; it must be the incident's id as text.")));
            else signals.Add(Signal(type, id, message, incident, now));
            index++;
        }
        if (signals.Count == 0 && index > 0 && rejected.Count == index) throw new InvalidDeliveryException(rejected[0].Location, rejected[0].Message);
        // A body of several messages has no id of its own, and the first one's would hide the others from a repeat.
        return new Delivery { Signals = signals.ToImmutable(), Rejected = rejected.ToImmutable(), DeliveryId = index == 1 ? deliveryId : null };
    }

    private static AlertSignal Signal(string type, string id, JsonFields message, JsonFields incident, DateTimeOffset now)
    {
        var warnings = new WarningList();
        var kind = Kind(type);
        var occurred = message.Time("created_on");
        var entry = FirstOf(message["log_entries"]);
        var title = SignalLimits.Title(incident.Text("title", "summary", "description"), ref warnings);
        var links = new LinkList();
        links.Add("source", incident.Text("html_url"));
        return new AlertSignal
        {
            Source = AlertSource.PagerDuty,
            ReportedSource = AlertSource.PagerDuty,
            Kind = kind,
            Identity = id,
            AlternateIdentity = SignalLimits.Identity(FirstOf(incident["alerts"]).Text("alert_key") ?? incident.Text("incident_key")),
            Fingerprint = id,
            Title = title.Length == 0 && kind is SignalKind.Firing ? $"PagerDuty incident {SignalLimits.Cut(id, 64)}" : title,
            Severity = PagerDutyEvents.Severity(incident),
            StartsAt = SignalTime.Begin(incident.Time("created_at"), now, ref warnings),
            OccurredAt = occurred,
            Subject = PagerDutyEvents.Subject(incident),
            Labels = PagerDutyEvents.Labels(incident).ToImmutable(ref warnings),
            Links = links.ToImmutable(),
            Actor = SignalLimits.Short(entry.Object("agent").Text("summary")),
            Note = kind is SignalKind.Note or SignalKind.Updated
                ? SignalLimits.Description(entry.Object("channel").Text("content", "summary") ?? entry.Text("note", "summary"), ref warnings)
                : null,
            EventType = SignalLimits.Short(type),
            Warnings = warnings.ToImmutable(),
        };
    }

    private static SignalKind Kind(string type) => type switch
    {
        "incident.trigger" => SignalKind.Firing,
        "incident.acknowledge" => SignalKind.Acknowledged,
        "incident.unacknowledge" => SignalKind.Unacknowledged,
        "incident.resolve" => SignalKind.Resolved,
        "incident.annotate" => SignalKind.Note,
        "incident.assign" or "incident.escalate" or "incident.delegate" => SignalKind.Updated,
        _ => SignalKind.Ignored,
    };

    private static JsonFields FirstOf(JsonElement list) =>
        JsonFields.Of(list.ValueKind is JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : default);
}
