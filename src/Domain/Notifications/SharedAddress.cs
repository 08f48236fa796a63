using AiSre.Domain.Definitions;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Notifications;

/// <summary>Where a channel tells everybody who looks after a service.</summary>
public static class SharedAddress
{
    /// <summary>The team's address in the channel, else the channel's default one.</summary>
    public static string Of(WorkspaceDefinitions definitions, string? service, string channel) =>
        TeamRules.Of(definitions, service) is { } team && In(team, channel) is { } address ? address : ChannelDefinition.DefaultAddress;

    /// <summary>All of a channel, the default one first.</summary>
    public static IEnumerable<string> All(WorkspaceDefinitions definitions, string channel) =>
        definitions.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal).Select(team => In(team, channel)).OfType<string>()
            .Prepend(ChannelDefinition.DefaultAddress).Distinct(StringComparer.Ordinal);

    private static string? In(Team team, string channel) =>
        team.Addresses.FirstOrDefault(entry => entry.Key.Equals(channel, StringComparison.OrdinalIgnoreCase)).Value;
}
