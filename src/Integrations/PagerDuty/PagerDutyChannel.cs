using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.PagerDuty;

/// <summary>PagerDuty: the Events API opens and closes alerts, the REST API changes incidents that PagerDuty opened.</summary>
public sealed record PagerDutyChannel : ChannelDefinition
{
    public override ChannelType Type => PagerDutyChannelType.Instance;

    /// <summary>Integration keys by name; <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> RoutingKeys { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>REST API token; without it incidents that PagerDuty opened are not changed there.</summary>
    public string? ApiToken { get; init; }

    /// <summary>E-mail of the PagerDuty user that changes are made by.</summary>
    public string? From { get; init; }

    /// <summary>Default <c>https://events.pagerduty.com</c>.</summary>
    public string? EventsUrl { get; init; }

    /// <summary>Default <c>https://api.pagerduty.com</c>.</summary>
    public string? ApiUrl { get; init; }

    public override bool ChangesItsSource => ApiToken is not null;

    public override bool Has(string address) => RoutingKeys.ContainsKey(address);

    public override string? ProblemWith(string address) => NoneOf(RoutingKeys.Keys, address);

    /// <summary>An integration key pages whoever its service says, not a person of ours.</summary>
    public override PersonAddress AddressOf(Person person) => PersonAddress.Shared();
}
