using System.Text.RegularExpressions;
using AiSre.Api.Requests;
using AiSre.Domain.Silences;

namespace AiSre.Api.Silences;

/// <summary>The matchers that Alertmanager's clients filter by.</summary>
internal static partial class AlertmanagerFilters
{
    /// <summary>What the regular expressions of filters may cost: they look at many values.</summary>
    private const int MaxSteps = 500;

    /// <summary>What is wrong with them is a problem of the query.</summary>
    public static List<Matcher> Matchers(this QueryReader query, QueryParameter<IReadOnlyList<string>> parameter)
    {
        var filters = new List<Matcher>();
        foreach (var text in query.Of(parameter))
        {
            if (Filter(text) is { } filter) filters.Add(filter);
            else query.Refuse(parameter, "Must be a matcher such as alertname=\"HighCpu\".");
        }
        foreach (var (_, message) in SilenceCheck.Values(filters, MaxSteps)) query.Refuse(parameter, message);
        return filters;
    }

    private static Matcher? Filter(string? text) =>
        text is { Length: <= 1_300 } && MatcherText().Match(text) is { Success: true } match
            ? new()
            {
                Name = match.Groups["name"].Value,
                Value = match.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal),
                IsRegex = match.Groups["operator"].Value is "=~" or "!~",
                IsEqual = match.Groups["operator"].Value is "=" or "=~",
            }
            : null;

    [GeneratedRegex(
        """^\s*(?:"(?<name>[^"\\]+)"|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*))\s*(?<operator>=~|!~|!=|=)\s*""" +
        """(?:"(?<value>(?:[^"\\]|\\.)*)"|(?<value>[^"]*))\s*$""")]
    private static partial Regex MatcherText();
}
