using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Notifications;

/// <summary>Where somebody, or everybody, is told.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Address">Where in it.</param>
/// <param name="Mention">How the channel addresses the person there; null where it need not, or cannot.</param>
/// <param name="Reaches">False for the log that stands in for a channel which cannot be used: it is written down, but nobody is told.</param>
public sealed record ContactPoint(string Channel, string Address, string? Mention = null, bool Reaches = true);

/// <summary>Channel and person make an address.</summary>
public static class AddressRules
{
    private static readonly ContactPoint Log = new(LogChannel.ChannelName, ChannelDefinition.DefaultAddress, Reaches: false);

    /// <summary>
    /// The person's own where the channel has such, else the one that is shared with others. Null: the channel does not reach the person.
    /// </summary>
    public static ContactPoint? Of(Person person, Team? team, string channel, WorkspaceDefinitions definitions)
    {
        if (RoutingRules.Channel(definitions, channel) is not { IsConfigured: true } known) return Log;
        var address = known.AddressOf(person);
        return address.Own is { Length: > 0 } own ? new(known.Name, own)
            : address.IsShared ? Shared(channel, team, definitions) with { Mention = address.Mention }
            : null;
    }

    /// <summary>The team's address of the channel, else its default one; the log where the channel cannot be used.</summary>
    public static ContactPoint Shared(string channel, Team? team, WorkspaceDefinitions definitions)
    {
        if (RoutingRules.Channel(definitions, channel) is not { IsConfigured: true } known) return Log;
        var address = SharedIn(known, team);
        return known.Has(address) ? new(known.Name, address) : Log;
    }

    /// <summary>The team's address of a channel where the channel has it, else the default one, whether or not that can be used.</summary>
    public static string SharedIn(ChannelDefinition channel, Team? team) =>
        team?.AddressIn(channel.Name) is { } own && channel.Has(own) ? own : ChannelDefinition.DefaultAddress;

    /// <summary>All addresses of people in a channel that are not shared with others, by the people's ids.</summary>
    public static IEnumerable<string> AllOwn(ChannelDefinition channel, WorkspaceDefinitions definitions) =>
        definitions.People.Values.OrderBy(person => person.Id, StringComparer.Ordinal).Select(person => channel.AddressOf(person).Own)
            .OfType<string>().Where(own => own.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>All shared addresses of a channel, the default one first.</summary>
    public static IEnumerable<string> AllShared(ChannelDefinition channel, WorkspaceDefinitions definitions) =>
        definitions.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal).Select(team => SharedIn(channel, team))
            .Prepend(ChannelDefinition.DefaultAddress).Distinct(StringComparer.Ordinal);
}
