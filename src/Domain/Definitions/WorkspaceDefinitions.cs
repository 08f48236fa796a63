using System.Collections.Immutable;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Definitions;

/// <summary>What a workspace has decided about who is told: teams, people, policies, routes and channels, as they are in force.</summary>
public sealed record WorkspaceDefinitions
{
    /// <summary>Of a workspace that has decided nothing: nobody is told, and <c>/health</c> says so.</summary>
    public static WorkspaceDefinitions Empty { get; } = new();

    /// <summary>Names are compared whatever their case.</summary>
    public ImmutableDictionary<string, Team> Teams { get; init; } = ImmutableDictionary<string, Team>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    public ImmutableDictionary<string, Person> People { get; init; } = ImmutableDictionary<string, Person>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order of their names; the most specific match wins.</summary>
    public ImmutableArray<EscalationPolicy> Policies { get; init; } = [];

    /// <summary>Where no other matches; null: the built-in one.</summary>
    public EscalationPolicy? DefaultPolicy { get; init; }

    public NotificationRoutes Routes { get; init; } = NotificationRoutes.None;

    public ImmutableDictionary<string, ChannelDefinition> Channels { get; init; } = ImmutableDictionary<string, ChannelDefinition>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    /// <summary>Stand-ins that were added at run time.</summary>
    public ImmutableArray<OnCallOverride> Overrides { get; init; } = [];

    /// <summary>
    /// When others took their place: another revision came into force, or a stand-in was added or removed. Null while they are in force. Schedules of the past are put together by it.
    /// </summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>Nothing is defined: no escalation starts and nothing is sent.</summary>
    public bool IsEmpty => Teams.IsEmpty && People.IsEmpty && Policies.IsEmpty && DefaultPolicy is null && Channels.IsEmpty && Routes.DefaultRules.IsEmpty && Routes.ServiceOverrides.IsEmpty;
}
