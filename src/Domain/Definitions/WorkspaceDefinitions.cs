using System.Collections.Immutable;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions;

/// <summary>What a workspace has decided, as it is in force. The properties here are views of what the sections say.</summary>
public sealed record WorkspaceDefinitions
{
    /// <summary>Of a workspace that has decided nothing.</summary>
    public static WorkspaceDefinitions Empty { get; } = new();

    public SectionValues Sections { get; init; } = SectionValues.Empty;

    /// <summary>Names are compared whatever their case.</summary>
    public ImmutableDictionary<string, Team> Teams { get => Of(TeamSection.Key); init => Sections = Sections.With(TeamSection.Key, value); }

    public ImmutableDictionary<string, Person> People { get => Of(PersonSection.Key); init => Sections = Sections.With(PersonSection.Key, value); }

    /// <summary>In the order of their names; the most specific match wins.</summary>
    public ImmutableArray<EscalationPolicy> Policies { get => Of(PolicySection.Key); init => Sections = Sections.With(PolicySection.Key, value); }

    /// <summary>Where no other matches; null: the built-in one.</summary>
    public EscalationPolicy? DefaultPolicy { get => Of(DefaultPolicySection.Key); init => Sections = Sections.With(DefaultPolicySection.Key, value); }

    public NotificationRoutes Routes { get => Of(RouteSection.Key); init => Sections = Sections.With(RouteSection.Key, value); }

    public ImmutableDictionary<string, ChannelDefinition> Channels
    {
        get => Of(ChannelSection.Key);
        init => Sections = Sections.With(ChannelSection.Key, value);
    }

    /// <summary>Stand-ins that were added at run time.</summary>
    public ImmutableArray<OnCallOverride> Overrides { get; init; } = [];

    /// <summary>
    /// When others took their place: another revision came into force, or a stand-in was added or removed. Null while they are in force. Schedules of
    /// the past are put together by it.
    /// </summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>Nothing is defined.</summary>
    public bool IsEmpty => Sections.IsEmpty;

    /// <summary>Nothing is defined that could tell anybody, whatever else is: no escalation starts and nothing is sent.</summary>
    public bool TellsNobody => Teams.IsEmpty && People.IsEmpty && Policies.IsEmpty && DefaultPolicy is null && Channels.IsEmpty && Routes.IsEmpty;

    /// <summary>What a section says; what counts without it when nobody has written it.</summary>
    public T Of<T>(SectionKey<T> section) => Sections.Of(section);
}
