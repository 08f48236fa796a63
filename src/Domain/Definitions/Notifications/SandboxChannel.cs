using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>Takes every message and sends none, so that definitions can be tried without waking anybody.</summary>
public sealed record SandboxChannel : ChannelDefinition
{
    public override ChannelType Type => SandboxChannelType.As(Kind);

    /// <summary>What it plays.</summary>
    public ChannelKind Kind { get; init; } = ChannelKind.Chat;

    public override bool Has(string address) => true;

    public override string? ProblemWith(string address) => null;

    /// <summary>A room is shared; a pager or a mailbox is the person's own, and is called like the person.</summary>
    public override PersonAddress AddressOf(Person person) =>
        Kind is ChannelKind.Chat ? PersonAddress.Shared($"@{person.Id}") : PersonAddress.At(person.Id);
}
