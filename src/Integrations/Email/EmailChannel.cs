using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain;

namespace AiSre.Integrations.Email;

/// <summary>E-mail over SMTP.</summary>
public sealed record EmailChannel : ChannelDefinition
{
    public override ChannelType Type => EmailChannelType.Instance;

    public required string Host { get; init; }

    /// <summary>Default 587.</summary>
    public int Port { get; init; } = 587;

    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary><c>starttls</c> (default), <c>tls</c> or <c>none</c>.</summary>
    public string Security { get; init; } = "starttls";

    public required string From { get; init; }

    /// <summary>Who gets what is for nobody in particular.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    public override bool Has(string address) => address != DefaultAddress || !To.IsEmpty;

    public override string? ProblemWith(string address) => Mail.IsAddress(address) ? null : $"'{Spelling.Shown(address)}' is no e-mail address.";

    public override PersonAddress AddressOf(Person person) =>
        person.AddressUnder(EmailChannelType.Instance.Person) is { Length: > 0 } mailbox ? PersonAddress.At(mailbox) : PersonAddress.None;
}
