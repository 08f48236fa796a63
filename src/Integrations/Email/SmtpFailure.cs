using System.Globalization;
using AiSre.Grains.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AiSre.Integrations.Email;

/// <summary>
/// What an SMTP failure means: 4xx may work later, 5xx never will. The server's words are left out, because they may repeat what it was sent.
/// </summary>
internal static class SmtpFailure
{
    /// <summary>Null for what is no failure of SMTP.</summary>
    public static DeliveryResult? Of(Exception exception) => exception switch
    {
        SmtpCommandException command => OfStatus((int)command.StatusCode, command.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => " to the recipient",
            SmtpErrorCode.SenderNotAccepted => " to the sender",
            _ => "",
        }),
        AuthenticationException authentication => OfStatus(StatusOf(authentication.Message), " to the user and password"),
        SslHandshakeException => new(DeliveryOutcome.Retry, "No secure connection to the mail server could be made"),
        NotSupportedException =>
            new(DeliveryOutcome.Rejected, "The mail server does not offer STARTTLS, or no way to authenticate that is known here"),
        SmtpProtocolException or ServiceNotConnectedException => new(DeliveryOutcome.Retry, "The connection to the mail server broke"),
        _ => null,
    };

    private static DeliveryResult OfStatus(int status, string of) =>
        new(status is >= 500 ? DeliveryOutcome.Rejected : DeliveryOutcome.Retry, Invariant($"The mail server answered {status}{of}"));

    /// <summary>MailKit gives the answer to AUTH as text that begins with its number; a refusal without one is for good.</summary>
    private static int StatusOf(string message) =>
        message.Length >= 3 && int.TryParse(message.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 535;
}
