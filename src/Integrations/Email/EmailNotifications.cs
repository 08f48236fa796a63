using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;
using MailKit;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace AiSre.Integrations.Email;

/// <summary>E-mail over SMTP, one connection for each mail.</summary>
public sealed partial class EmailNotifications(GuardedDialer dialer, TimeProvider clock, ILogger<EmailNotifications> log) : INotificationChannel
{
    private const string Vendor = "The mail server";

    public string Type => EmailChannelType.Instance.Name;

    public bool ShowsSignedLink => true;

    public Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation) =>
        VendorCall.RunAsync(Vendor, clock, async token =>
        {
            var channel = (EmailChannel)delivery.Channel;
            if (Recipients.Parse(channel.From) is not { } from)
                return new(DeliveryOutcome.Rejected, "The sender of the e-mail channel is no mail address");
            if (Recipients.Of(channel, delivery.Address) is not { Length: > 0 } to)
                return new(DeliveryOutcome.Rejected, "There is no mail address to send to");
            try
            {
                await SendAsync(channel, EmailMessage.Of(delivery.Content, from, to, delivery.Key, delivery.Now, delivery.SignedLink), token);
                return DeliveryResult.Sent();
            }
            catch (Exception exception) when (SmtpFailure.Of(exception) is { } failure)
            {
                return failure;
            }
        }, cancellation);

    private async Task SendAsync(EmailChannel channel, MimeMessage message, CancellationToken cancellation)
    {
        using var client = new MailClient { CheckCertificateRevocation = false };
        await ConnectAsync(client, channel, cancellation);
        if (channel.User is { Length: > 0 } user) await client.AuthenticateAsync(user, channel.Password ?? "", cancellation);
        await client.SendAsync(message, cancellation);
        if (client.Refused > 0) SomeRefused(log, client.Refused, message.To.Count);
        // It has taken the mail: how it says goodbye changes nothing.
        await QuitAsync(client, cancellation);
    }

    private async Task ConnectAsync(MailClient client, EmailChannel channel, CancellationToken cancellation)
    {
        var security = channel.Security switch
        {
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        if (channel.IsTrusted)
        {
            await client.ConnectAsync(channel.Host, channel.Port, security, cancellation);
            return;
        }
        if (!EmailChannelType.Ports.Contains(channel.Port))
            throw new TargetRefusedException("Only the operator's own files may name ports other than 25, 465, 587 and 2525.");
        await client.ConnectAsync(
            await dialer.ConnectAsync(channel.Host, channel.Port, cancellation), channel.Host, channel.Port, security, cancellation);
    }

    private static async Task QuitAsync(MailClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The connection is closed by Dispose.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server refused {Refused} of {All} mailboxes; the others got the mail.")]
    private static partial void SomeRefused(ILogger log, int refused, int all);
}
