using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Notifications;

/// <summary>Which messages carry a signed link, and what such a link still opens.</summary>
public static class LinkRules
{
    /// <summary>Where the pages of signed links are: below it the incident's id.</summary>
    public const string Root = "/i";

    /// <summary>What the token is called, in the address and in the page's form.</summary>
    public const string Parameter = "token";

    /// <summary>The one to whom an address belongs; null where several read it, or nobody that is known.</summary>
    public static Person? ReaderOf(ChannelDefinition channel, string address, WorkspaceDefinitions definitions)
    {
        Person? reader = null;
        foreach (var person in definitions.People.Values)
        {
            if (!IsOwn(channel, person, address)) continue;
            if (reader is not null) return null;
            reader = person;
        }
        return reader;
    }

    /// <summary>The link of a message; null: it carries none. There is one while nobody has acknowledged, because it is there for that.</summary>
    /// <param name="content">The message. One that is sent again has the same link.</param>
    /// <param name="channel">By which it goes.</param>
    /// <param name="address">Where.</param>
    /// <param name="definitions">Who the people are.</param>
    /// <param name="lasts">How long after its reason arose the link opens something.</param>
    public static SignedLink? Of(
        NotificationContent content, ChannelDefinition channel, string address, WorkspaceDefinitions definitions, TimeSpan lasts) =>
        content is { IncidentId: { } incident, Phase: IncidentPhase.Open, Kind: not (NotificationKind.Test or NotificationKind.Digest) }
        && ReaderOf(channel, address, definitions) is { } reader
            ? new(content.Workspace, incident, reader.Id, channel.Name, content.At, content.At + lasts)
            : null;

    /// <summary>What a link that the platform has signed still opens.</summary>
    /// <param name="link">What it says.</param>
    /// <param name="stamp">Of the address that it was sent to.</param>
    /// <param name="stampOf">The stamp of an address.</param>
    /// <param name="definitions">Who the people are now.</param>
    /// <param name="now">When it is opened.</param>
    public static LinkStanding Judge(
        SignedLink link, string stamp, Func<string, string> stampOf, WorkspaceDefinitions definitions, DateTimeOffset now)
    {
        if (link.ExpiresAt <= now) return LinkStanding.Expired;
        // Whoever has left, and a mailbox that is somebody else's by now, acknowledges nothing any more.
        return RoutingRules.Channel(definitions, link.Channel) is { } channel
            && definitions.People.GetValueOrDefault(link.Person) is { } person
            && channel.AddressOf(person).Own is { Length: > 0 } own && stampOf(own) == stamp && ReaderOf(channel, own, definitions) == person
            ? LinkStanding.Good
            : LinkStanding.Withdrawn;
    }

    /// <summary>The address of the link's page.</summary>
    public static string AddressOf(string publicUrl, string incidentId, string token) => $"{publicUrl}{Root}/{incidentId}?{Parameter}={token}";

    private static bool IsOwn(ChannelDefinition channel, Person person, string address) =>
        channel.AddressOf(person).Own is { Length: > 0 } own && own.Equals(address, StringComparison.OrdinalIgnoreCase);
}

public enum LinkStanding
{
    Good,
    Expired,

    /// <summary>Its person, channel or address is not what it was.</summary>
    Withdrawn,
}
