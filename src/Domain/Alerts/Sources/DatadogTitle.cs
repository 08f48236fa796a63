using System.Text.RegularExpressions;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// A Datadog event title without what Datadog puts before it: <c>[P2] [Triggered on {host:a}] CPU is high</c>. The default payload
/// names the state and the scope nowhere else.
/// </summary>
internal readonly partial record struct DatadogTitle(string? Text, string? Transition, string? Scope, string? Priority)
{
    // Datadog writes two prefixes; a title of nothing but prefixes must not cost a copy of itself for each.
    private const int MostPrefixes = 4;

    public static DatadogTitle Read(string? title)
    {
        string? transition = null, scope = null, priority = null;
        var rest = title;
        for (var i = 0; i < MostPrefixes && rest is ['[', ..] && Prefix().Match(rest) is { Success: true } match; i++)
        {
            if (match.Groups["priority"].Success) priority ??= match.Groups["priority"].Value;
            if (match.Groups["transition"].Success) transition ??= match.Groups["transition"].Value;
            if (match.Groups["scope"].Success) scope ??= match.Groups["scope"].Value;
            rest = rest[match.Length..];
        }
        return new DatadogTitle(string.IsNullOrWhiteSpace(rest) ? null : rest, transition, scope, priority);
    }

    // A title's own brackets ("[payments] …") match none of these words and stay.
    [GeneratedRegex(
        @"^\[(?:(?<priority>P[1-5])|TEST|" +
        @"(?<transition>(?:Re-)?(?:Triggered|Warn|No Data)|Renotify|(?:Monitor |Warn |No Data )?Recovered)(?: on \{(?<scope>[^}]*)\})?)\]\s*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Prefix();
}
