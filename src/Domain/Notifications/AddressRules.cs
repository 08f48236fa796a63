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

    /// <summary>His own where the channel has such, else the one that he shares with others. Null: this channel does not reach him.</summary>
    public static ContactPoint? Of(Person person, Team? team, string channel, WorkspaceDefinitions definitions) => RoutingRules.Channel(definitions, channel) switch
    {
        EmailChannel { IsConfigured: true } email => person.Email is { Length: > 0 } address ? new(email.Name, address) : null,
        SlackChannel { IsConfigured: true, Token: not null } slack when person.Slack is { Length: > 0 } member => new(slack.Name, member),
        SlackChannel { IsConfigured: true } => Shared(channel, team, definitions) with { Mention = person.Slack },
        _ => Shared(channel, team, definitions),
    };

    /// <summary>The team's address of the channel, else its default one; the log where the channel cannot be used.</summary>
    public static ContactPoint Shared(string channel, Team? team, WorkspaceDefinitions definitions)
    {
        if (RoutingRules.Channel(definitions, channel) is not { IsConfigured: true } known) return Log;
        var address = SharedIn(known, team);
        return Has(known, address) ? new(known.Name, address) : Log;
    }

    /// <summary>The team's address of a channel where the channel has it, else the default one, whether or not that can be used.</summary>
    public static string SharedIn(ChannelDefinition channel, Team? team) =>
        team?.AddressIn(channel.Name) is { } own && Has(channel, own) ? own : ChannelDefinition.DefaultAddress;

    /// <summary>All shared addresses of a channel, the default one first.</summary>
    public static IEnumerable<string> AllShared(ChannelDefinition channel, WorkspaceDefinitions definitions) =>
        definitions.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal).Select(team => SharedIn(channel, team))
            .Prepend(ChannelDefinition.DefaultAddress).Distinct(StringComparer.Ordinal);

    /// <summary>Addresses of channels that have keys or URLs are the names of those; others are what the vendor calls the place.</summary>
    private static bool Has(ChannelDefinition channel, string address) => channel switch
    {
        TeamsChannel teams => teams.Urls.ContainsKey(address),
        WebhookChannel webhook => webhook.Urls.ContainsKey(address),
        PagerDutyChannel pager => pager.RoutingKeys.ContainsKey(address),
        _ when address != ChannelDefinition.DefaultAddress => true,
        EmailChannel email => !email.To.IsEmpty,
        SlackChannel slack => slack.WebhookUrl is not null || slack is { Token: not null, Channel: not null },
        _ => true,
    };
}
