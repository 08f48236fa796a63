using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>
/// Where an incident was told of, so that those who heard of its beginning hear of its end, and nobody hears too much. Stored with the incident.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.notification-state")]
public sealed record NotificationState
{
    public static NotificationState None { get; } = new();

    [Id(0)] public ImmutableArray<ToldAddress> Told { get; init; } = [];

    /// <summary>The routes have heard of it, as often as it had been reopened then; null: not yet.</summary>
    [Id(1)] public int? AnnouncedReopen { get; init; }

    /// <summary>The highest severity that anybody was told.</summary>
    [Id(2)] public Severity? ToldSeverity { get; init; }

    /// <summary>When it was reopened last: who was told before has not heard of it since. Null: never.</summary>
    [Id(3)] public DateTimeOffset? ReopenedAt { get; init; }
}

/// <summary>One address that knows of the incident.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Address">Where in the channel.</param>
/// <param name="FirstAt">When it was first told.</param>
/// <param name="HourStart">The hour in which <paramref name="InHour"/> is counted began then.</param>
/// <param name="InHour">Messages since then.</param>
[GenerateSerializer, Immutable, Alias("aisre.told-address")]
public sealed record ToldAddress(
    [property: Id(0)] string Channel,
    [property: Id(1)] string Address,
    [property: Id(2)] DateTimeOffset FirstAt,
    [property: Id(3)] DateTimeOffset HourStart,
    [property: Id(4)] int InHour)
{
    /// <summary>When it was last told.</summary>
    [Id(5)] public DateTimeOffset LastAt { get; init; }
}
