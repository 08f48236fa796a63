using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>A real SMTP server on loopback that keeps what it takes and refuses whom the test names.</summary>
internal sealed class Mailbox : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<MimeMessage> messages = [];
    private readonly ConcurrentQueue<string> users = [];
    private Task running = Task.CompletedTask;

    public int Port { get; private set; }
    public IReadOnlyList<MimeMessage> Messages => [.. messages];

    /// <summary>Who has tried to log in.</summary>
    public IReadOnlyList<string> Users => [.. users];

    /// <summary>The answer to a recipient, by mailbox; 250 when it is not here.</summary>
    public Dictionary<string, SmtpReplyCode> Recipients { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The answer to a whole mail.</summary>
    public SmtpReplyCode Taken { get; set; } = SmtpReplyCode.Ok;

    /// <param name="certificate">Offers STARTTLS with it; null: no TLS.</param>
    public static async Task<Mailbox> StartAsync(X509Certificate2? certificate = null)
    {
        var mailbox = new Mailbox { Port = TestHost.FreePort.Next() };
        var options = new SmtpServerOptionsBuilder().ServerName("mail.test")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, mailbox.Port)).AllowUnsecureAuthentication();
                if (certificate is not null) endpoint.Certificate(certificate);
            }).Build();
        var services = new ServiceProvider();
        services.Add(new Store(mailbox));
        services.Add(new Filter(mailbox));
        services.Add(new Accounts(mailbox));
        var server = new SmtpServer.SmtpServer(options, services);
        mailbox.running = server.StartAsync(mailbox.stop.Token);
        await TestHost.Poll.UntilAsync("the SMTP server to listen", () => CanConnectAsync(mailbox.Port));
        return mailbox;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private static async Task<bool> CanConnectAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private sealed class Store(Mailbox mailbox) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (mailbox.Taken is not SmtpReplyCode.Ok) return new SmtpResponse(mailbox.Taken, "not now, hunter2");
            using var stream = new MemoryStream(buffer.ToArray());
            mailbox.messages.Enqueue(await MimeMessage.LoadAsync(stream, cancellationToken));
            return SmtpResponse.Ok;
        }
    }

    private sealed class Filter(Mailbox mailbox) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            mailbox.Recipients.TryGetValue($"{to.User}@{to.Host}", out var code)
                ? throw new SmtpResponseException(new SmtpResponse(code, "no"))
                : Task.FromResult(true);
    }

    private sealed class Accounts(Mailbox mailbox) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
        {
            mailbox.users.Enqueue(user);
            return Task.FromResult((user, password) == ("robot", "hunter2"));
        }
    }
}
