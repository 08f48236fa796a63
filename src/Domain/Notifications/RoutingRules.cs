using System.Collections.Immutable;
using System.IO.Enumeration;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>Which channels hear of an incident (docs/rules/notifications.md).</summary>
public static class RoutingRules
{
    /// <summary>
    /// The list of the most specific override that names the severity, else the default list; a severity that has none gets warning's. Empty: nobody,
    /// which is legal.
    /// </summary>
    /// <param name="definitions">What the workspace has decided.</param>
    /// <param name="service">Null when the incident has none: then no override is meant.</param>
    /// <param name="severity">The incident's.</param>
    /// <returns>Names in their order, each once, whether or not such a channel exists.</returns>
    public static ImmutableArray<string> ChannelsFor(WorkspaceDefinitions definitions, string? service, Severity severity)
    {
        var routes = definitions.Routes;
        var names = Override(routes, service, severity)
            ?? Listed(routes.RulesInForce, severity)
            ?? Listed(routes.RulesInForce, Severity.Warning)
            ?? [];
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The channel of that name as it is defined; <c>log</c> always is. Null: no such channel.</summary>
    public static ChannelDefinition? Channel(WorkspaceDefinitions definitions, string name) =>
        definitions.Channels.TryGetValue(name, out var channel) ? channel
        : name.Equals(LogChannel.ChannelName, StringComparison.OrdinalIgnoreCase) ? new LogChannel { Name = LogChannel.ChannelName }
        : null;

    private static ImmutableArray<string>? Override(NotificationRoutes routes, string? service, Severity severity) =>
        service is null ? null : routes.ServiceOverrides
        .Where(entry => entry.Value.ContainsKey(severity) && Matches(entry.Key, service))
        .OrderByDescending(entry => entry.Key.Equals(service, StringComparison.OrdinalIgnoreCase))
        .ThenByDescending(entry => entry.Key.Length)
        .ThenBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => Listed(entry.Value, severity))
        .FirstOrDefault();

    /// <summary><c>*</c> stands for any characters and <c>?</c> for one.</summary>
    private static bool Matches(string pattern, string service) =>
        pattern.Equals(service, StringComparison.OrdinalIgnoreCase) || FileSystemName.MatchesSimpleExpression(pattern, service, ignoreCase: true);

    private static ImmutableArray<string>? Listed(ImmutableDictionary<Severity, ImmutableArray<string>> rules, Severity severity) =>
        rules.TryGetValue(severity, out var names) ? names : null;
}
