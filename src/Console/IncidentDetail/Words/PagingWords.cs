using AiSre.Domain.Incidents;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>Who was told, and what kept somebody from being told.</summary>
internal static class PagingWords
{
    public static TimelineLine? Of(TimelineEvent said, SaidPayload payload)
    {
        TimelineLine Line(string icon, Sentence says, string? tone = null, string? quote = null) =>
            new(said.At, TimelineTopic.Paging, icon, says) { Tone = tone, Quote = quote };

        return said.Type switch
        {
            EventTypes.EscalationStarted => Line("send", $"Escalation begins, policy {new Mono(payload.Text("policy") ?? "")}"),
            EventTypes.EscalationStep => Step(said, payload),
            EventTypes.EscalationNobody =>
                Line("circle-x", $"{Level(payload)} has nobody to tell: {payload.Text("reason") ?? "nobody is on call"}", "crit"),
            EventTypes.EscalationUnreached => Line("circle-x", Unreached(payload), "crit"),
            EventTypes.EscalationHeld => Line("bell-off", payload.Instant("until") is { } until
                ? Say($"Nobody is told until {until}: {ShownNames.Hold(payload.Text("why"))}")
                : Say($"Nobody is told for now: {ShownNames.Hold(payload.Text("why"))}")),
            EventTypes.EscalationCancelled => Line("circle-dot", Cancelled(payload)),
            EventTypes.EscalationExhausted => Line("circle-x", payload.Text("reason") is "nobody"
                ? Say($"Nobody could be told; {Told(payload, "persons")} hears of it as the last way out")
                : Say($"Every level was told, and nobody acknowledged"), "crit"),
            EventTypes.ChildNotified => Line("send", ChildTold(payload)),
            EventTypes.AckExpired => Line("circle-dashed", AckExpired(payload), "crit"),
            EventTypes.IncidentSilenced => Line("bell-off", Silenced(payload), quote: payload.Text("comment")),
            EventTypes.SilenceEnded =>
                Line("bell", $"{(payload.Is("maintenance") ? "The maintenance window" : "The silence")} is over{Late(payload)}"),
            EventTypes.SnoozeEnded => Line("clock", $"The snooze is over{Late(payload)}"),
            EventTypes.NotificationSent => Line("circle-check", $"{Message(payload)} arrived{Late(payload)}", "ok"),
            EventTypes.NotificationFailed => Line("circle-x", Failed(payload), "high", payload.Text("error")),
            _ => null,
        };
    }

    private static TimelineLine Step(TimelineEvent said, SaidPayload payload)
    {
        TimelineLine Line(string icon, Sentence says, string? tone = null) => new(said.At, TimelineTopic.Paging, icon, says) { Tone = tone };
        var outcome = payload.Text("outcome") ?? "";
        return outcome switch
        {
            StepOutcome.Sent => Line("send", $"{Told(payload, "persons")} told by {By(payload)}, {Level(payload, first: false)}{Late(payload)}"),
            StepOutcome.Nobody => Line("circle-x", $"{Level(payload)} told nobody{Late(payload)}", "crit"),
            StepOutcome.Suppressed => Line("bell-off", $"{Level(payload)} was passed over: quiet hours, or its people were told a moment ago"),
            _ => Line("send", $"{Level(payload)} was due as well, and told together with the one after it{Late(payload)}"),
        };
    }

    private static Sentence Unreached(SaidPayload payload) => payload.Texts("persons") is { Length: > 0 } people
        ? Say($"No message to {new Strong(ShownNames.People(people))} has arrived, {Level(payload, first: false)}")
        : Say($"No message about it has arrived");

    private static Sentence Cancelled(SaidPayload payload) => payload.Text("reason") switch
    {
        "acknowledged" => Say($"Escalation stops, because somebody has it"),
        "resolved" => Say($"Escalation stops, because it is over"),
        "grouped" when payload.Text("parent_id") is { } parent => Say($"Escalation stops, because {LinkTo.Incident(parent)} tells for the group"),
        var reason => Say($"Escalation stops: {ShownNames.Plain(reason)}"),
    };

    private static Sentence ChildTold(SaidPayload payload)
    {
        var parent = payload.Text("parent_id") is { } id ? Say($", although {LinkTo.Incident(id)} leads its group") : null;
        return $"Told by itself{parent}: {ShownNames.Plain(payload.Text("reason"))}";
    }

    private static Sentence AckExpired(SaidPayload payload) => payload.Text("acknowledged_by") is { } by
        ? Say($"The acknowledgement of {new Strong(by)} has expired: it is open again")
        : Say($"The acknowledgement has expired: it is open again");

    private static Sentence Silenced(SaidPayload payload)
    {
        var until = payload.Instant("until") is { } end ? Say($" until {end}") : null;
        return $"Nobody is told{until}: {(payload.Is("maintenance") ? "maintenance" : "silenced")}";
    }

    private static Sentence Failed(SaidPayload payload)
    {
        var instead = payload.Text("fallback") is { } other ? Say($"; {new Mono(other)} is tried instead") : null;
        return $"{Message(payload)} was given up after {payload.Whole("attempts") ?? 1} attempts{instead}";
    }

    private static Sentence Message(SaidPayload payload)
    {
        var (channel, kind) = (new Mono(payload.Text("channel") ?? ""), ShownNames.Plain(payload.Text("kind")));
        return payload.Texts("recipients") is { Length: > 0 } people
            ? Say($"Message to {new Strong(ShownNames.People(people))} by {channel} ({kind})")
            : Say($"Message to {payload.Text("address")} by {channel} ({kind})");
    }

    private static Strong Told(SaidPayload payload, string name) => new(ShownNames.People(payload.Texts(name)));

    private static string By(SaidPayload payload) =>
        payload.Texts("channels") is { Length: > 0 } channels ? ShownNames.People(channels) : "no channel";

    private static string Level(SaidPayload payload, bool first = true)
    {
        var pass = payload.Whole("cycle") is > 0 and var cycle ? FormattableString.Invariant($", pass {cycle + 1}") : "";
        return FormattableString.Invariant($"{(first ? 'L' : 'l')}evel {payload.Whole("level") ?? 1}{pass}");
    }

    private static string Late(SaidPayload payload) => ShownNames.Late(payload.Whole("late_by_seconds"));
}
