using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using AiSre.Domain.Reports;

namespace AiSre.Integrations.Messages;

/// <summary>Times, names and numbers as people say them.</summary>
internal static class Spoken
{
    /// <summary>For example <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan span) => span.TotalMinutes < 1 ? "less than a minute" : Words.Span(span);

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
}
