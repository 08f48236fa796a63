using AiSre.Domain.Incidents;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>What people do to an incident, here or in the vendor's product.</summary>
internal static class PeopleWords
{
    public static TimelineLine? Of(TimelineEvent said, SaidPayload payload)
    {
        var who = new Strong(ShownNames.Actor(said.Actor));
        TimelineLine Line(string icon, Sentence says, string? tone = null, string? quote = null) =>
            new(said.At, ShownNames.IsPerson(said.Actor) ? TimelineTopic.People : TimelineTopic.Alerts, icon, says) { Tone = tone, Quote = quote };

        return said.Type switch
        {
            EventTypes.IncidentAcknowledged => Line(
                "hand", payload.Text("via") is "link" ? Say($"{who} acknowledged, by the link in a message") : Say($"{who} acknowledged"), "busy",
                payload.Text("note")),
            EventTypes.IncidentUnacknowledged => Line("circle-dashed", $"{who} gave it back", "crit"),
            EventTypes.IncidentResolved => Resolved(said, payload, who),
            EventTypes.IncidentReopened => Line("circle-dashed", Reopened(payload, who, ShownNames.IsPerson(said.Actor)), "crit"),
            EventTypes.IncidentAssigned => Line("user", Assigned(payload, who)),
            EventTypes.IncidentSnoozed => Line("clock", payload.Instant("until") is { } until
                ? Say($"{who} snoozed it until {until}")
                : Say($"{who} snoozed it")),
            EventTypes.NoteAdded => Line("message-square", $"{who} wrote a note", quote: payload.Text("text")),
            EventTypes.IncidentUpdated => Line("file-text", $"{who} changed it in its own product", quote: payload.Text("note")),
            EventTypes.AlertUnmerged => Line("git-merge", Unmerged(payload, who)),
            EventTypes.SeverityChanged =>
                Line("triangle-alert", $"{who} changed the severity from {payload.Text("from")} to {new Strong(payload.Text("to") ?? "")}"),
            _ => null,
        };
    }

    private static TimelineLine Resolved(TimelineEvent said, SaidPayload payload, Strong who) =>
        new(
            said.At, ShownNames.IsPerson(said.Actor) ? TimelineTopic.People : TimelineTopic.Alerts, "circle-check",
            ShownNames.IsPerson(said.Actor) ? Say($"{who} resolved it") : Say($"Resolved: none of its alerts fires any more"))
        { Tone = "ok", Quote = payload.Text("resolution") };

    private static Sentence Reopened(SaidPayload payload, Strong who, bool person)
    {
        var times = payload.Whole("reopen_count") is > 1 and var count ? $", for the {Ordinal(count)} time" : "";
        return person ? Say($"{who} reopened it{times}") : Say($"Reopened, because it fires again{times}");
    }

    private static Sentence Assigned(SaidPayload payload, Strong who)
    {
        var to = payload.Text("to") ?? "";
        var before = payload.Text("from") is { } from ? $", before that {from}" : "";
        return who.Text == to ? Say($"{who} looks after it{before}") : Say($"{who} gave it to {new Strong(to)}{before}");
    }

    private static Sentence Unmerged(SaidPayload payload, Strong who)
    {
        var now = payload.Text("new_incident_id") is { } id ? Say($"; it is {LinkTo.Incident(id)} now") : null;
        return $"{who} took the alert {new Mono(payload.Text("identity") ?? "")} out{now}";
    }

    private static string Ordinal(long number) => (number % 100 is >= 11 and <= 13 ? 0 : number % 10) switch
    {
        1 => $"{number}st",
        2 => $"{number}nd",
        3 => $"{number}rd",
        _ => $"{number}th",
    };
}
