using MailKit.Net.Smtp;
using MimeKit;

namespace AiSre.Integrations.Email;

/// <summary>An SMTP client for which one refused mailbox does not take the mail from the others.</summary>
internal sealed class MailClient : SmtpClient
{
    private SmtpResponse? refusal;

    /// <summary>Mailboxes that the server did not take.</summary>
    public int Refused { get; private set; }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Refused++;
        // Of several reasons the one that passes counts: then all of them are tried again.
        if (refusal is null || (int)response.StatusCode < 500) refusal = response;
    }

    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new SmtpCommandException(
            SmtpErrorCode.RecipientNotAccepted, refusal?.StatusCode ?? SmtpStatusCode.MailboxUnavailable, refusal?.Response ?? "");
}
