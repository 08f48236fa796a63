using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Who looks after which services, and when (docs/rules/on-call.md).</summary>
public sealed record Team
{
    public required string Name { get; init; }

    /// <summary>Exact names, whatever the case; <c>*</c> makes it the default team.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>IANA name; of layers that name none.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Told when who is on call does not answer; null: the next member of the layer that is in force.</summary>
    public string? EscalationContact { get; init; }

    /// <summary>Later ones win.</summary>
    public ImmutableArray<RotationLayer> Layers { get; init; } = [];

    /// <summary>From the definition; those that were added at run time are kept elsewhere.</summary>
    public ImmutableArray<OnCallOverride> Overrides { get; init; } = [];

    /// <summary>
    /// The team's own shared address of a channel, by the channel's name: its Slack channel, its mailing list, the name of its PagerDuty key.
    /// </summary>
    public ImmutableDictionary<string, string> Addresses { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Its address in a channel, whatever the case of the name; null: it has none of its own.</summary>
    public string? AddressIn(string channel) =>
        Addresses.FirstOrDefault(entry => entry.Key.Equals(channel, StringComparison.OrdinalIgnoreCase)).Value;
}
