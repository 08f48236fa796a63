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

    /// <summary>When somebody last said when it is to beat; the default where an earlier build registered it by its first beat.</summary>
    [Id(5)] public DateTimeOffset DeclaredAt { get; init; }

    /// <summary>When the run began that has not ended; null: none runs.</summary>
    [Id(6)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long the last run took that said when it began.</summary>
    [Id(7)] public TimeSpan? LastDuration { get; init; }

    /// <summary>The workspace's definitions declare it: what they say counts, and nobody else takes it away.</summary>
    [Id(8)] public bool IsDefined { get; init; }

    /// <summary>What the API had declared before the definitions did, and what counts again after them; null: nothing.</summary>
    [Id(9)] public HeartbeatSettings? Posted { get; init; }

    /// <summary>When the next beat should come; null when it has never been heard, nor declared.</summary>
    public DateTimeOffset? ExpectedAt() =>
        LastBeat == default && DeclaredAt == default ? null : HeartbeatRules.Expected(Settings!, LastBeat, DeclaredAt);

    /// <summary>When it is given up.</summary>
    public DateTimeOffset DueAt() => HeartbeatRules.Expected(Settings!, LastBeat, DeclaredAt) + Settings!.Grace;

    /// <summary>How long the last run took, when one ends now.</summary>
    public TimeSpan? DurationAt(DateTimeOffset end) => end - StartedAt ?? LastDuration;

    /// <summary>What others are told.</summary>
    public HeartbeatStatus Status(string name)
    {
        var how = MissingSince is not null ? HeartbeatState.Missing : LastBeat == default ? HeartbeatState.Never : HeartbeatState.Up;
        return new(name, how, Settings!, LastBeat == default ? null : LastBeat, MissingSince)
        {
            ExpectedAt = how is HeartbeatState.Missing ? null : ExpectedAt(), RunningSince = StartedAt, LastDuration = LastDuration,
            IsDefined = IsDefined,
        };
    }
}

/// <summary>The names of a workspace's heartbeats, sorted.</summary>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-names-state")]
public sealed record HeartbeatNamesState
{
    [Id(0)] public int Version { get; init; } = 1;

    [Id(1)] public System.Collections.Immutable.ImmutableArray<string> Names { get; init; } = [];
}
