using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Messages;
using MimeKit;

namespace AiSre.Integrations.Email;

/// <summary>
/// A message as a mail with a text and an HTML part. All mails of an incident refer to one id that none of them has, so that every client shows them
/// as a thread.
/// </summary>
public static class EmailMessage
{
    private const int SubjectLength = 150;

    /// <param name="content">What is told.</param>
    /// <param name="from">The sender; its domain is that of the message's ids.</param>
    /// <param name="to">Whom it is for.</param>
    /// <param name="key">Of the message: its id is made of it, so that a repeat is the same mail.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="signedLink">Only for a mail to one person.</param>
    public static MimeMessage Of(
        NotificationContent content, MailboxAddress from, IEnumerable<MailboxAddress> to, string key, DateTimeOffset now, string? signedLink = null)
    {
        var text = MessageText.Of(content, now, signedLink);
        var message = new MimeMessage
        {
            Subject = Headline.Of(content, SubjectLength),
            MessageId = Id(key, from),
            Date = now,
            Importance = content is { Severity: Severity.Critical, Phase: IncidentPhase.Open } ? MessageImportance.High : MessageImportance.Normal,
            Body = new BodyBuilder { TextBody = EmailText.Of(text), HtmlBody = EmailHtml.Of(content, text) }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.AddRange(to);
        // No out-of-office notes for a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (content.IncidentId is not { } incident) return message;
        var root = Id($"thread:{content.Workspace}:{incident}", from);
        message.InReplyTo = root;
        message.References.Add(root);
        return message;
    }

    private static string Id(string key, MailboxAddress from)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))[..16]);
        return $"{hash}@{(from.Domain is { Length: > 0 } domain ? domain : "ai-sre.invalid")}";
    }
}
