using System.Collections.Immutable;
using AiSre.Domain.Autonomy;

namespace AiSre.Grains.Autonomy;

/// <summary>What is stored of a workspace's autonomy.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy-state")]
public sealed record AutonomyState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public AutonomySettings Settings { get; init; } = new();
    [Id(2)] public ImmutableArray<AutonomyPause> Pauses { get; init; } = [];

    /// <summary>By scope: when an admin last let autonomy go on.</summary>
    [Id(3)] public ImmutableDictionary<string, DateTimeOffset> Resets { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    [Id(4)] public CycleLease? Lease { get; init; }
    [Id(5)] public CycleSummary? LastCycle { get; init; }

    /// <summary>How often the settings were put.</summary>
    [Id(6)] public int Revision { get; init; }

    /// <summary>Who put them last; null: nobody, or an older version did not keep it.</summary>
    [Id(7)] public string? ChangedBy { get; init; }
}

/// <summary>A cycle has the turn. One that died with its silo loses it when its time is over.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy-lease")]
public sealed record CycleLease([property: Id(0)] string CycleId, [property: Id(1)] DateTimeOffset At, [property: Id(2)] DateTimeOffset Until);
