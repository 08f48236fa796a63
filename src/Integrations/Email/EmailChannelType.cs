using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Integrations.Email;

/// <summary>What e-mail is like.</summary>
public sealed class EmailChannelType : ChannelType
{
    /// <summary>Where mail is handed in; a workspace's own channel may not knock on others.</summary>
    public static readonly ImmutableArray<int> Ports = [25, 465, 587, 2525];

    private static readonly PersonKey Mailbox = new("email", "an address such as dave@example.com", Mail.IsAddress);

    public static EmailChannelType Instance { get; } = new();

    public override string Name => "email";
    public override ChannelKind Kind => ChannelKind.Mail;

    public override ImmutableArray<ChannelKey> Keys =>
    [
        ChannelKey.Open("host"), ChannelKey.Open("port"), ChannelKey.Open("user"), ChannelKey.Secret("password"), ChannelKey.Open("security"),
        ChannelKey.Open("from"), ChannelKey.Open("to"),
    ];

    public override RateLimit Rate => new(30.0 / 60, 10);

    /// <summary>Nobody reads more than one mail a minute.</summary>
    public override RateLimit NonCriticalRate => new(1.0 / 60, 1);

    public override int DigestAfter => UsualDigestAfter;
    public override PersonKey Person => Mailbox;
    public override string? Source => null;

    public override ChannelDefinition Read(string name, ChannelFields fields)
    {
        var host = fields.Needed("host", "smtp.example.com");
        if (host is not null && Uri.CheckHostName(host) is UriHostNameType.Unknown)
            fields.Wrong("host", "'host' is no name or address of a machine, such as smtp.example.com.");
        _ = fields.Needed("from", "sre@example.com");
        var port = fields.Whole("port", 1, 65_535) ?? 587;
        if (!fields.IsTrusted && !Ports.Contains(port)) fields.Wrong("port", $"'port' is {port}; allowed are 25, 465, 587 and 2525.");
        var (user, password) = (fields.NeededIfGiven("user"), fields.NeededIfGiven("password"));
        if (fields.Setting("user").IsGiven != fields.Setting("password").IsGiven)
            fields.Wrong("user", "'user' and 'password' go together; give both or neither.");
        var security = fields.Word("security", "starttls", "tls", "none") ?? "starttls";
        if (!fields.IsTrusted && security is "none") fields.Wrong("security", "'security' is 'none'; allowed are starttls and tls.");
        return new EmailChannel
        {
            Name = name, Host = host ?? "", Port = port, User = user, Password = password, Security = security,
            From = fields.Mailbox("from", fields.Setting("from")) ?? "", To = fields.Mailboxes("to"),
        };
    }
}
