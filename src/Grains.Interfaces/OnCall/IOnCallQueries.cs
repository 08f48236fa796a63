using System.Collections.Immutable;
using AiSre.Domain.OnCall;

namespace AiSre.Grains.OnCall;

/// <summary>Who is, was and will be on call. A stateless worker over the silo's copy of the definitions. Key: 0.</summary>
[Alias("aisre.oncall-queries")]
public interface IOnCallQueries : IGrainWithIntegerKey
{
    /// <summary>Null when no team looks after the service.</summary>
    /// <param name="workspace">Whose teams.</param>
    /// <param name="service">Null for the default team.</param>
    /// <param name="at">Null for now. In the past it is answered as it was defined then.</param>
    [Alias("current"), Idempotent]
    Task<CurrentDuty?> CurrentAsync(string workspace, string? service, DateTimeOffset? at);

    /// <summary>Null when there is no such team, or was none then.</summary>
    /// <param name="workspace">Whose team.</param>
    /// <param name="team">Its name, in any case.</param>
    /// <param name="at">Null for now. In the past it is answered as it was defined then.</param>
    [Alias("current-of-team"), Idempotent]
    Task<CurrentDuty?> CurrentOfTeamAsync(string workspace, string team, DateTimeOffset? at);

    /// <summary>Null when there is and was no such team, or no such person.</summary>
    [Alias("schedule"), Idempotent]
    Task<DutySchedule?> ScheduleAsync(ScheduleQuery query);

    /// <summary>By name.</summary>
    [Alias("teams"), Idempotent]
    Task<ImmutableArray<TeamFacts>> TeamsAsync(string workspace);

    /// <summary>Everybody who can be told, by id.</summary>
    [Alias("people"), Idempotent]
    Task<ImmutableArray<PersonFacts>> PeopleAsync(string workspace);

    /// <summary>Who is meant by a name.</summary>
    [Alias("named"), Idempotent]
    Task<NamedSomebody> NamedAsync(string workspace, string name, bool orTeam);

    /// <summary>Everybody who stands in or will, soonest first.</summary>
    [Alias("overrides"), Idempotent]
    Task<ImmutableArray<OverrideFacts>> OverridesAsync(string workspace);
}

/// <summary>Who is on call at an instant, and why.</summary>
[GenerateSerializer, Immutable, Alias("aisre.current-duty")]
public sealed record CurrentDuty
{
    /// <summary>As asked for; without one, the first that the team names.</summary>
    [Id(0)] public string? Service { get; init; }

    [Id(1)] public required string Team { get; init; }

    /// <summary>Null: nobody.</summary>
    [Id(2)] public string? Person { get; init; }

    [Id(3)] public string? EscalationContact { get; init; }

    /// <summary>ISO 8601, in <see cref="TimeZone"/>.</summary>
    [Id(4)] public required int WeekNumber { get; init; }

    /// <summary>Place among the layer's members, from 0; of the layer below when another person stands in.</summary>
    [Id(5)] public int? RotationIndex { get; init; }

    [Id(6)] public string? Layer { get; init; }
    [Id(7)] public bool IsOverride { get; init; }

    /// <summary>Of the layer, else of the team.</summary>
    [Id(8)] public required string TimeZone { get; init; }

    /// <summary>Null in a gap.</summary>
    [Id(9)] public DateTimeOffset? ShiftStart { get; init; }

    /// <summary>Null: no end is in sight.</summary>
    [Id(10)] public DateTimeOffset? ShiftEnd { get; init; }

    /// <summary>Who takes over, after a gap too.</summary>
    [Id(11)] public string? NextPerson { get; init; }

    /// <summary>The first time within seven days when nobody is on call.</summary>
    [Id(12)] public TimeOfNobody? NextGap { get; init; }

    [Id(13)] public required DateTimeOffset At { get; init; }
}

/// <param name="Start">Included; the instant that was asked for when it has begun.</param>
/// <param name="End">Not included; null: no end is in sight.</param>
[GenerateSerializer, Immutable, Alias("aisre.time-of-nobody")]
public sealed record TimeOfNobody([property: Id(0)] DateTimeOffset Start, [property: Id(1)] DateTimeOffset? End);

/// <summary>Whose schedule, from when to when.</summary>
[GenerateSerializer, Immutable, Alias("aisre.schedule-query")]
public sealed record ScheduleQuery
{
    [Id(0)] public required string Workspace { get; init; }

    /// <summary>Null for all teams.</summary>
    [Id(1)] public string? Team { get; init; }

    /// <summary>Only when this person is on call; null for everybody, gaps included.</summary>
    [Id(2)] public string? Person { get; init; }

    /// <summary>Included.</summary>
    [Id(3)] public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    [Id(4)] public required DateTimeOffset To { get; init; }

    /// <summary>Whether each layer is shown too, as if it were alone.</summary>
    [Id(5)] public bool WithLayers { get; init; }
}

[GenerateSerializer, Immutable, Alias("aisre.duty-schedule")]
public sealed record DutySchedule([property: Id(0)] ImmutableArray<TeamSchedule> Teams);

/// <param name="Team">Its name.</param>
/// <param name="TimeZone">The team's.</param>
/// <param name="Final">Who is on call in the end. Without gap or overlap; the first and the last shift are whole.</param>
/// <param name="Layers">Lowest first.</param>
[GenerateSerializer, Immutable, Alias("aisre.team-schedule")]
public sealed record TeamSchedule(
    [property: Id(0)] string Team,
    [property: Id(1)] string TimeZone,
    [property: Id(2)] ImmutableArray<DutyEntry> Final,
    [property: Id(3)] ImmutableArray<LayerSchedule> Layers);

[GenerateSerializer, Immutable, Alias("aisre.layer-schedule")]
public sealed record LayerSchedule(
    [property: Id(0)] string Layer,
    [property: Id(1)] string TimeZone,
    [property: Id(2)] ImmutableArray<DutyEntry> Entries);

/// <summary>A time during which nothing changes hands.</summary>
[GenerateSerializer, Immutable, Alias("aisre.duty-entry")]
public sealed record DutyEntry
{
    /// <summary>Included.</summary>
    [Id(0)] public required DateTimeOffset Start { get; init; }

    /// <summary>Not included.</summary>
    [Id(1)] public required DateTimeOffset End { get; init; }

    /// <summary>Null: nobody.</summary>
    [Id(2)] public string? Person { get; init; }

    /// <summary>The layer that is in force, under a stand-in too.</summary>
    [Id(3)] public string? Layer { get; init; }

    [Id(4)] public int? RotationIndex { get; init; }
    [Id(5)] public bool IsOverride { get; init; }

    /// <summary>Null for those of a definition.</summary>
    [Id(6)] public string? OverrideId { get; init; }

    [Id(7)] public string? Reason { get; init; }
}
