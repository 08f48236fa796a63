using AiSre.Domain.Incidents;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>What the alerts of an incident did, and what that made of it.</summary>
internal static class AlertWords
{
    public static TimelineLine? Of(TimelineEvent said, SaidPayload payload)
    {
        TimelineLine Line(string icon, Sentence says, string? tone = null, string? quote = null) =>
            new(said.At, TimelineTopic.Alerts, icon, says) { Tone = tone, Quote = quote };

        var identity = new Mono(payload.Text("identity") ?? "");
        return said.Type switch
        {
            EventTypes.AlertReceived => Line("bell", Received(payload, said.Actor), quote: Warnings(payload)),
            EventTypes.IncidentCreated => Line("circle-dashed", Created(payload), "crit"),
            EventTypes.AlertDeduplicated => Line("bell", Repeated(payload.Whole("count") ?? 1, null)),
            EventTypes.AlertAfterManualResolve =>
                Line("bell-off", $"Still fires after it was resolved by hand, {payload.Whole("count") ?? 1} times: kept quiet"),
            EventTypes.AlertJoined => Line("git-merge", $"The alert {identity} joined: {ShownNames.Strategy(payload.Text("strategy"))}"),
            EventTypes.AlertResolved => Line("circle-check", Ended(payload, identity), "ok", payload.Text("note")),
            EventTypes.AlertReopened => Line("bell", $"The alert {identity} fires again", "crit"),
            EventTypes.AlertStale => Line("clock", $"The alert {identity} was not sent again for a day and counts as over{Late(payload)}"),
            EventTypes.StalePostponed => Line("clock", $"The platform was away, so what was not sent again is waited for once more{Late(payload)}"),
            EventTypes.SeverityRaised => Line(
                "octagon-alert", $"Severity rose from {payload.Text("from")} to {new Strong(payload.Text("to") ?? "")}", Tone(payload.Text("to"))),
            EventTypes.FlappingStarted => Line("activity", $"It opens and closes too often: its end is not believed until it is calm", "warn"),
            EventTypes.FlappingEnded => Line("activity", $"Calm again{Late(payload)}"),
            EventTypes.IncidentGrouped => Line("git-merge", $"Became part of the group of {Incident(payload, "parent_id")}: {Why(payload)}"),
            EventTypes.ChildJoined => Line("git-merge", $"{Incident(payload, "incident_id")} joined the group: {Why(payload)}"),
            EventTypes.DeployCorrelated => Line("package", Deployed(payload), "warn"),
            EventTypes.SloChanged => Line(
                "gauge",
                $"What {new Strong(payload.Text("slo") ?? "the SLO")} promises was changed from {payload.Text("from")} to {payload.Text("to")}"),
            EventTypes.ResolvedWithParent =>
                Line("circle-check", $"Ends with {Incident(payload, "parent_id")}, because its source never tells an end", "ok"),
            _ => null,
        };
    }

    /// <param name="count">How many.</param>
    /// <param name="since">When the first of them came, where that is another time.</param>
    public static Sentence Repeated(long count, DateTimeOffset? since)
    {
        var from = since is { } at ? Say($" since {at}") : null;
        return $"{count} {(count == 1 ? "repeat" : "repeats")}{from}";
    }

    private static Sentence Received(SaidPayload payload, string actor)
    {
        var severity = payload.Is("severity_defaulted") ? ", which named no severity" : $", severity {payload.Text("severity")}";
        var spooled = payload.Is("spooled") ? "; it waited in the spool" : "";
        return $"Alert from {new Strong(payload.Text("source") ?? ShownNames.Actor(actor))}{severity}{spooled}";
    }

    private static string? Warnings(SaidPayload payload) => payload.Texts("warnings") is { Length: > 0 } all ? string.Join("\n", all) : null;

    private static Sentence Created(SaidPayload payload) =>
        payload.Text("unmerged_from") is { } from ? Say($"Opened: taken out of {LinkTo.Incident(from)}")
        : payload.Text("previous_incident_id") is { } previous ? Say($"Opened; the same alert had {LinkTo.Incident(previous)} before")
        : Say($"Opened");

    private static Sentence Deployed(SaidPayload payload)
    {
        var what = payload.Text("version") ?? payload.Text("image") ?? payload.Text("deploy_id") ?? "";
        var before = payload.Whole("minutes_before_incident") is { } minutes ? $", {minutes} min before it" : "";
        return $"{new Strong(payload.Text("actor") ?? "Somebody")} had deployed {new Mono(what)} of {payload.Text("service")}{before}";
    }

    private static Sentence Ended(SaidPayload payload, Mono identity) => payload.Whole("still_firing") switch
    {
        > 0 and var left => Say($"The alert {identity} ended, {left} still {(left == 1 ? "fires" : "fire")}{Late(payload)}"),
        _ => Say($"The alert {identity} ended{Late(payload)}"),
    };

    private static LinkTo Incident(SaidPayload payload, string name) => LinkTo.Incident(payload.Text(name) ?? "");

    private static string Why(SaidPayload payload) => ShownNames.Group(payload.Text("correlation_reason"));

    private static string? Tone(string? severity) => severity switch
    {
        "critical" => "crit",
        "high" => "high",
        _ => "warn",
    };

    private static string Late(SaidPayload payload) => ShownNames.Late(payload.Whole("late_by_seconds"));
}
