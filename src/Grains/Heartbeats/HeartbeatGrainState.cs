using AiSre.Domain.Heartbeats;

namespace AiSre.Grains.Heartbeats;

/// <summary>What is stored of a heartbeat.</summary>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-state")]
public sealed record HeartbeatGrainState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Null when it is not registered.</summary>
    [Id(1)] public HeartbeatSettings? Settings { get; init; }

    /// <summary>A beat; later ones may have come since (<see cref="HeartbeatRules.StoreEvery"/>).</summary>
    [Id(2)] public DateTimeOffset LastBeat { get; init; }

    /// <summary>Given up since; stored before its incident opens, so that the next beat resolves it whatever breaks in between.</summary>
    [Id(3)] public DateTimeOffset? MissingSince { get; init; }

    /// <summary>The last beat of the one time that it was spared for a restart of ours; null when it never was.</summary>
    [Id(4)] public DateTimeOffset? SparedAfter { get; init; }
}

/// <summary>The names of a workspace's heartbeats, sorted.</summary>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-names-state")]
public sealed record HeartbeatNamesState
{
    [Id(0)] public int Version { get; init; } = 1;

    [Id(1)] public System.Collections.Immutable.ImmutableArray<string> Names { get; init; } = [];
}
