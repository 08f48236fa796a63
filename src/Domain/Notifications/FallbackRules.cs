using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Notifications;

/// <summary>
/// Where a message goes that could not be delivered where it was meant to (docs/rules/notifications.md). Once: what fails there too is a dead letter.
/// </summary>
public static class FallbackRules
{
    private const string Usual = "email";
    private const string Mark = ":fallback";

    /// <summary>Pages and notices of one beginning are written within the group wait.</summary>
    private static readonly TimeSpan SameNews = TimeSpan.FromMinutes(1);

    /// <summary>
    /// One message, or one for each person where the fallback is e-mail and all of them have an address; none when it is not that bad, or there is no
    /// other channel. Nobody gets the same page twice: what is told there anyway needs no stand-in.
    /// </summary>
    /// <param name="definitions">What the workspace has decided.</param>
    /// <param name="message">What was given up.</param>
    /// <param name="told">Messages about the same incident that were sent, or wait to be.</param>
    public static ImmutableArray<OutboxMessage> Of(WorkspaceDefinitions definitions, OutboxMessage message, IEnumerable<OutboxMessage> told) =>
        CopiesOf(definitions, message) is { IsEmpty: false } copies
            ? copies.RemoveAll(copy => IsTold(copy, told) || IsRouted(definitions, message, copy))
            : [];

    private static ImmutableArray<OutboxMessage> CopiesOf(WorkspaceDefinitions definitions, OutboxMessage message)
    {
        var content = message.Content;
        if (content.Severity < Severity.High || content.Kind is NotificationKind.Test || IsFallback(message)) return [];
        var name = RoutingRules.Channel(definitions, message.Channel)?.Fallback ?? Usual;
        if (name.Equals(message.Channel, StringComparison.OrdinalIgnoreCase)
            || RoutingRules.Channel(definitions, name) is not { IsConfigured: true } channel) return [];
        var mailboxes = channel.Type.Kind is ChannelKind.Mail ? Mailboxes(definitions, channel, content.Recipients) : [];
        return mailboxes.IsEmpty ? [CopyAt(ChannelDefinition.DefaultAddress)] : [.. mailboxes.Select(CopyAt)];

        // Whatever it stands in for: of several channels that fail with the same page the first gets the one copy.
        OutboxMessage CopyAt(string address) =>
            message with { Channel = channel.Name, Address = address, Key = $"{NewsOf(message)}:{channel.Name}:{address}{Mark}" };
    }

    private static bool IsTold(OutboxMessage copy, IEnumerable<OutboxMessage> told) => told.Any(other =>
        other.Channel == copy.Channel && other.Address == copy.Address && (other.Content.At - copy.Content.At).Duration() <= SameNews
        && (other.Content.Kind == copy.Content.Kind || (IsBeginning(other.Content.Kind) && IsBeginning(copy.Content.Kind))));

    /// <summary>The routes hear of what has begun, a moment after those whom the first step pages.</summary>
    private static bool IsRouted(WorkspaceDefinitions definitions, OutboxMessage message, OutboxMessage copy)
    {
        var content = message.Content;
        if (!message.Key.StartsWith("esc:", StringComparison.Ordinal) || content.Kind is not (NotificationKind.Opened or NotificationKind.Reopened))
            return false;
        var team = TeamRules.Of(definitions, content.Service);
        return RoutingRules.ChannelsFor(definitions, content.Service, content.Severity)
            .Select(channel => AddressRules.Shared(channel, team, definitions))
            .Any(place => place.Channel == copy.Channel && place.Address == copy.Address);
    }

    private static bool IsBeginning(NotificationKind kind) =>
        kind is NotificationKind.Opened or NotificationKind.Escalated or NotificationKind.Reopened;

    /// <summary>The key without its place.</summary>
    private static string NewsOf(OutboxMessage message)
    {
        foreach (var place in (ReadOnlySpan<string>)[$":{message.Address}:{message.Channel}", $":{message.Channel}:{message.Address}"])
        {
            if (message.Key.EndsWith(place, StringComparison.Ordinal)) return message.Key[..^place.Length];
        }
        return message.Key;
    }

    public static bool IsFallback(OutboxMessage message) =>
        message.Key.EndsWith(Mark, StringComparison.Ordinal) || message.Key.Contains(Mark + ":", StringComparison.Ordinal);

    /// <summary>Those of all recipients; none as soon as one has none, because then only the shared address reaches everybody.</summary>
    private static ImmutableArray<string> Mailboxes(WorkspaceDefinitions definitions, ChannelDefinition channel, ImmutableArray<string> recipients)
    {
        var mailboxes = recipients.Select(id => definitions.People.TryGetValue(id, out var person) ? channel.AddressOf(person).Own : null)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return mailboxes.Contains(null) ? [] : [.. mailboxes.Select(mailbox => mailbox!)];
    }
}
