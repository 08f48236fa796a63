using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.Webhooks;

/// <summary>Any HTTP endpoint, signed as Standard Webhooks asks.</summary>
public sealed record WebhookChannel : ChannelDefinition
{
    public override ChannelType Type => WebhookChannelType.Instance;

    /// <summary>Addresses by name; <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> Urls { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>whsec_</c> and base64; signs <c>id.timestamp.body</c>.</summary>
    public string? Secret { get; init; }

    public override bool Has(string address) => Urls.ContainsKey(address);

    public override string? ProblemWith(string address) => NoneOf(Urls.Keys, address);

    public override PersonAddress AddressOf(Person person) => PersonAddress.Shared();
}
