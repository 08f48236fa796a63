using AiSre.Console.Parts;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>Names that are words of the wire, in words of people.</summary>
internal static class ShownNames
{
    /// <summary>Who did it.</summary>
    public static string Actor(string actor) => actor switch
    {
        "system" => "AI-SRE",
        _ when actor.StartsWith("webhook:", StringComparison.Ordinal) => actor["webhook:".Length..],
        _ => actor,
    };

    /// <summary>A person, and neither the platform nor a sender of alerts.</summary>
    public static bool IsPerson(string actor) => actor != "system" && !actor.StartsWith("webhook:", StringComparison.Ordinal);

    /// <summary>Why an incident belongs to a group; ends a sentence.</summary>
    public static string Group(string? reason) => reason switch
    {
        CorrelationReason.SameSourceGroup => "its source groups them",
        CorrelationReason.SameService => "same service",
        CorrelationReason.SameDeploy => "same deploy",
        CorrelationReason.SameWorkload => "same workload",
        CorrelationReason.Dependency => "one needs the other",
        CorrelationReason.SameNode => "same node",
        CorrelationReason.NamespaceBurst => "many services of one namespace at once",
        _ => Plain(reason),
    };

    /// <summary>How an alert was recognised.</summary>
    public static string Strategy(string? strategy) => strategy switch
    {
        DedupStrategy.SourceIdentity => "the same identity",
        DedupStrategy.ContentHash => "equal content",
        DedupStrategy.TitleSimilarity => "a title that means the same",
        _ => Plain(strategy),
    };

    public static string Hold(string? why) => why switch
    {
        "quiet_hours" => "quiet hours",
        "snoozed" => "it is snoozed",
        "silenced" => "a silence",
        "maintenance" => "a maintenance window",
        "flapping" => "it opens and closes too often",
        _ => Plain(why),
    };

    /// <summary>dana, erik and 3 more; nobody.</summary>
    public static string People(IReadOnlyList<string> people) => people switch
    {
        [] => "nobody",
        [var one] => one,
        [var one, var other] => $"{one} and {other}",
        [var one, var other, var third] => $"{one}, {other} and {third}",
        [var one, var other, ..] => $"{one}, {other} and {people.Count - 2} more",
    };

    /// <summary>Ends a sentence about what came too late; nothing when it was in time.</summary>
    public static string Late(long? seconds) => seconds is > 0 ? $", {SpanText.Of(TimeSpan.FromSeconds(seconds.Value))} late" : "";

    public static string Plain(string? word) => (word ?? "").Replace('_', ' ');
}
