using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using MimeKit;

namespace AiSre.Integrations.Email;

internal static class Recipients
{
    private const int Most = 50;

    /// <summary>
    /// Of an address of the outbox: the channel's own list, or one or more mailboxes with commas between. Empty when there is none that mail can go
    /// to.
    /// </summary>
    public static ImmutableArray<MailboxAddress> Of(EmailChannel channel, string address)
    {
        IEnumerable<string> texts = address is ChannelDefinition.DefaultAddress ? channel.To : address.Split(',');
        return [.. texts.Select(Parse).OfType<MailboxAddress>().DistinctBy(mailbox => mailbox.Address, StringComparer.OrdinalIgnoreCase).Take(Most)];
    }

    /// <summary>One mailbox with a domain. A line break would let an address write headers.</summary>
    public static MailboxAddress? Parse(string text) =>
        !text.AsSpan().ContainsAny('\r', '\n') && MailboxAddress.TryParse(text.Trim(), out var mailbox) && mailbox.Domain.Length > 0 ? mailbox : null;
}
