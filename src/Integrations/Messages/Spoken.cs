using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;

namespace AiSre.Integrations.Messages;

/// <summary>Times, names and numbers as people say them.</summary>
internal static class Spoken
{
    /// <summary>For example <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => Invariant($"{span.Minutes} min"),
        { TotalDays: < 1 } => span.Minutes == 0 ? Invariant($"{span.Hours} h") : Invariant($"{span.Hours} h {span.Minutes} min"),
        _ => span.Hours == 0 ? Invariant($"{(int)span.TotalDays} d") : Invariant($"{(int)span.TotalDays} d {span.Hours} h"),
    };

    public static string Instant(DateTimeOffset at) => Invariant($"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    public static string Clock(DateTimeOffset at) => Invariant($"{at.UtcDateTime:HH:mm} UTC");

    /// <summary>The word on the wire.</summary>
    public static string Name(this NotificationKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    public static string Loud(this Severity severity) => severity.Name().ToUpperInvariant();

    /// <summary>Seen before it is read.</summary>
    public static string Mark(NotificationContent content) => content switch
    {
        { Kind: NotificationKind.Test } => "🧪",
        { Phase: Domain.Incidents.IncidentPhase.Resolved } => "✅",
        { Phase: Domain.Incidents.IncidentPhase.Acknowledged } => "👀",
        { Severity: Severity.Critical } => "🔴",
        { Severity: Severity.High } => "🟠",
        { Severity: Severity.Warning } => "🟡",
        _ => "🔵",
    };

    public static string Count(int count, string one, string many) => Invariant($"{count} {(count == 1 ? one : many)}");
}
