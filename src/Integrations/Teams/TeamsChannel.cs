using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.Teams;

/// <summary>Microsoft Teams, through a workflow's webhook.</summary>
public sealed record TeamsChannel : ChannelDefinition
{
    public override ChannelType Type => TeamsChannelType.Instance;

    /// <summary>Webhook addresses by name; <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> Urls { get; init; } = ImmutableDictionary<string, string>.Empty;

    public override bool Has(string address) => Urls.ContainsKey(address);

    public override string? ProblemWith(string address) => NoneOf(Urls.Keys, address);

    public override PersonAddress AddressOf(Person person) => PersonAddress.Shared();
}
