using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>
/// Where a message goes that could not be delivered where it was meant to (docs/rules/notifications.md). Once: what fails there too is a dead letter.
/// </summary>
public static class FallbackRules
{
    private const string Usual = "email";
    private const string Mark = ":fallback";

    /// <summary>
    /// One message, or one for each person where the fallback is e-mail and all of them have an address; none when it is not that bad, or there is no
    /// other channel.
    /// </summary>
    public static ImmutableArray<OutboxMessage> Of(WorkspaceDefinitions definitions, OutboxMessage message)
    {
        var content = message.Content;
        if (content.Severity < Severity.High || content.Kind is NotificationKind.Test || IsFallback(message)) return [];
        var name = RoutingRules.Channel(definitions, message.Channel)?.Fallback ?? Usual;
        if (name.Equals(message.Channel, StringComparison.OrdinalIgnoreCase)
            || RoutingRules.Channel(definitions, name) is not { IsConfigured: true } channel) return [];
        var copy = message with { Channel = channel.Name, Address = ChannelDefinition.DefaultAddress, Key = message.Key + Mark };
        var mailboxes = channel.Type.Kind is ChannelKind.Mail ? Mailboxes(definitions, channel, content.Recipients) : [];
        return mailboxes.Length switch
        {
            0 => [copy],
            1 => [copy with { Address = mailboxes[0] }],
            _ => [.. mailboxes.Select(mailbox => copy with { Address = mailbox, Key = $"{copy.Key}:{mailbox}" })],
        };
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
