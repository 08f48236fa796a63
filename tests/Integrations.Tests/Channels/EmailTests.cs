using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Email;
using MimeKit;
using SmtpServer.Protocol;

namespace AiSre.Integrations.Tests.Channels;

public sealed class EmailTests : IAsyncLifetime, IDisposable
{
    private readonly Sender sender = new();
    private Mailbox mailbox = null!;

    private EmailChannel Channel => new()
    {
        Name = "email", IsTrusted = true, Host = "127.0.0.1", Port = this.mailbox.Port, Security = "none", User = "robot", Password = "hunter2",
        From = "AI-SRE <sre@example.com>", To = ["team@example.com", "boss@example.com"],
    };

    public async ValueTask InitializeAsync() => this.mailbox = await Mailbox.StartAsync();

    [Fact]
    public async Task Every_kind_arrives_as_text_and_HTML()
    {
        foreach (var kind in Samples.Golden) Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Channel, kind, address: "dave@example.com"));
        Assert.Equal(Samples.Golden.Count, this.mailbox.Messages.Count);
        foreach (var (kind, mail) in Samples.Golden.Zip(this.mailbox.Messages))
        {
            var headline = Messages.Headline.Of(Samples.Of(kind), 150);
            Assert.Equal(headline, mail.Subject);
            Assert.StartsWith(headline, mail.TextBody, StringComparison.Ordinal);
            Assert.Contains($"<h1", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
            Assert.Equal(("sre@example.com", "dave@example.com"), (mail.From.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Address));
            Assert.IsType<MultipartAlternative>(mail.Body);
        }
        Assert.Contains(
            "Likely cause:\nDeploy 2.14.1 of payments-api, 6 min before: connection pool exhausted. (72 % sure)",
            this.mailbox.Messages[0].TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_of_an_incident_are_one_thread_and_a_repeat_is_the_same_mail()
    {
        foreach (var kind in (NotificationKind[])[NotificationKind.Opened, NotificationKind.Resolved, NotificationKind.Resolved])
            await sender.SendAsync(Channel, kind, address: "dave@example.com");
        var other = Samples.Of(NotificationKind.Opened) with { Workspace = "acme" };
        await sender.SendAsync(Samples.Delivery(Channel, other, "dave@example.com"));
        var mails = this.mailbox.Messages;
        Assert.All(mails.Take(3), mail => Assert.Equal((mails[0].InReplyTo, mails[0].InReplyTo), (mail.InReplyTo, mail.References.Single())));
        Assert.NotEqual(mails[0].InReplyTo, mails[3].InReplyTo);
        Assert.NotEqual(mails[0].MessageId, mails[1].MessageId);
        Assert.Equal(mails[1].MessageId, mails[2].MessageId);
        Assert.EndsWith("@example.com", mails[0].MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_address_is_the_channels_own_list()
    {
        await sender.SendAsync(Channel, NotificationKind.Opened);
        Assert.Equal(["team@example.com", "boss@example.com"], Assert.Single(this.mailbox.Messages).To.Mailboxes.Select(mailbox => mailbox.Address));
    }

    [Fact]
    public async Task One_mailbox_that_is_refused_does_not_cost_the_others_their_mail()
    {
        this.mailbox.Recipients["boss@example.com"] = SmtpReplyCode.MailboxUnavailable;
        Assert.Equal(DeliveryResult.Sent(), await sender.SendAsync(Channel, NotificationKind.Opened));
        Assert.Single(this.mailbox.Messages);
        Assert.Contains("refused 1 of 2 mailboxes", sender.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpReplyCode.MailboxUnavailable, DeliveryOutcome.Rejected)]
    [InlineData((SmtpReplyCode)450, DeliveryOutcome.Retry)]
    [InlineData((SmtpReplyCode)452, DeliveryOutcome.Retry)]
    public async Task A_refused_recipient_is_tried_again_when_the_refusal_passes(SmtpReplyCode code, DeliveryOutcome outcome)
    {
        this.mailbox.Recipients["dave@example.com"] = code;
        var result = await sender.SendAsync(Channel, NotificationKind.Opened, address: "dave@example.com");
        Assert.Equal((outcome, $"The mail server answered {(int)code} to the recipient"), (result.Outcome, result.Error));
    }

    [Theory]
    [InlineData((SmtpReplyCode)451, DeliveryOutcome.Retry)]
    [InlineData(SmtpReplyCode.TransactionFailed, DeliveryOutcome.Rejected)]
    public async Task A_refused_mail_is_tried_again_when_the_refusal_passes(SmtpReplyCode code, DeliveryOutcome outcome)
    {
        this.mailbox.Taken = code;
        var result = await sender.SendAsync(Channel, NotificationKind.Opened);
        Assert.Equal(outcome, result.Outcome);
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_for_good_and_told_to_nobody()
    {
        var result = await sender.SendAsync(Channel with { Password = "wrong-secret" }, NotificationKind.Opened);
        Assert.Equal((DeliveryOutcome.Rejected, "The mail server answered 535 to the user and password"), (result.Outcome, result.Error));
        Assert.Equal(["robot"], this.mailbox.Users.Distinct());
        Assert.DoesNotContain("wrong-secret", sender.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_sent_in_the_clear()
    {
        var result = await sender.SendAsync(Channel with { Security = "starttls" }, NotificationKind.Opened);
        Assert.Equal(DeliveryOutcome.Rejected, result.Outcome);
        Assert.Contains("STARTTLS", result.Error, StringComparison.Ordinal);
        Assert.Empty(this.mailbox.Messages);
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_gets_neither_password_nor_mail()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var impostor = await Mailbox.StartAsync(certificate);
        var result = await sender.SendAsync(Channel with { Port = impostor.Port, Security = "starttls" }, NotificationKind.Opened);
        Assert.Equal(new(DeliveryOutcome.Retry, "No secure connection to the mail server could be made"), result);
        Assert.Empty(impostor.Messages);
        Assert.Empty(impostor.Users);
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_speaks_no_TLS_is_tried_again()
    {
        Assert.Equal(
            DeliveryOutcome.Retry, (await sender.SendAsync(Channel with { Port = TestHost.FreePort.Next() }, NotificationKind.Opened)).Outcome);
        Assert.Equal(DeliveryOutcome.Retry, (await sender.SendAsync(Channel with { Security = "tls" }, NotificationKind.Opened)).Outcome);
    }

    [Theory]
    [InlineData("dave")]
    [InlineData("dave@example.com\r\nBcc: eve@example.com")]
    [InlineData("")]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        Assert.Equal(DeliveryOutcome.Rejected, (await sender.SendAsync(Channel, NotificationKind.Opened, address)).Outcome);
        Assert.Empty(this.mailbox.Messages);
    }

    public void Dispose() => sender.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return this.mailbox.DisposeAsync();
    }
}
