using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;

namespace AiSre.Grains.Heartbeats;

/// <summary>
/// A job that says regularly that it runs. When it stops, an incident opens, and the next beat resolves that. What nobody has declared is unknown:
/// whatever it says is answered with null and leaves no trace. Key: <see cref="GrainKeys.Heartbeat"/>.
/// </summary>
[Alias("aisre.heartbeat")]
public interface IHeartbeatGrain : IGrainWithStringKey
{
    /// <summary>
    /// Somebody says when it is to beat. From now on it is waited for, also when it has never run. What the definitions declare it does not change.
    /// </summary>
    /// <param name="settings">All of it. Said again it changes nothing.</param>
    [Alias("declare"), Idempotent]
    Task<HeartbeatStatus> DeclareAsync(HeartbeatSettings settings);

    /// <summary>The definitions say when it is to beat, and decide from now on. Said again it changes nothing.</summary>
    [Alias("define"), Idempotent]
    Task<HeartbeatStatus> DefineAsync(HeartbeatSettings settings);

    /// <summary>The definitions do not declare it any more: what was declared beside them counts again, and else it is not waited for.</summary>
    [Alias("undefine"), Idempotent]
    Task UndefineAsync();

    /// <summary>A run begins.</summary>
    [Alias("start"), Idempotent]
    Task<HeartbeatStatus?> StartAsync();

    /// <summary>It lives, and a run that began has ended well.</summary>
    /// <param name="request">
    /// What it says about itself, for one that nobody has declared but an earlier build registered by its first beat; what it leaves out stays as
    /// it was.
    /// </param>
    [Alias("beat"), Idempotent]
    Task<HeartbeatStatus?> BeatAsync(HeartbeatRequest request);

    /// <summary>It says that it has failed: its incident opens at once, and the next beat resolves that.</summary>
    /// <param name="request">As of a beat.</param>
    /// <param name="said">Why, in its own words; at most 8 KB.</param>
    [Alias("fail"), Idempotent]
    Task<HeartbeatStatus?> FailAsync(HeartbeatRequest request, string? said);

    /// <summary>Null when it is not registered.</summary>
    [Alias("get"), Idempotent]
    Task<HeartbeatStatus?> GetAsync();

    /// <summary>Declares it as it once was; where there is one of this name already, that stays as it is.</summary>
    /// <param name="settings">What it had promised.</param>
    /// <param name="lastBeat">When it was last heard.</param>
    /// <param name="missingSince">When it was given up, in which case its incident has opened; null: it is waited for.</param>
    [Alias("restore"), Idempotent]
    Task RestoreAsync(HeartbeatSettings settings, DateTimeOffset lastBeat, DateTimeOffset? missingSince);

    /// <summary>It is not waited for any more, unless the definitions declare it. An incident that it has opened stays open.</summary>
    [Alias("forget"), Idempotent]
    Task ForgetAsync();
}

/// <summary>The names of a workspace's heartbeats. Key: the workspace.</summary>
[Alias("aisre.heartbeat-names")]
public interface IHeartbeatNamesGrain : IGrainWithStringKey
{
    [Alias("list"), Idempotent]
    Task<ImmutableArray<string>> ListAsync();

    /// <returns>False when the workspace has <see cref="HeartbeatRules.MaxOfWorkspace"/> already.</returns>
    [Alias("add"), Idempotent]
    Task<bool> AddAsync(string name);

    /// <summary>For one that the definitions declare, of which there are never too many.</summary>
    [Alias("add-defined"), Idempotent]
    Task AddDefinedAsync(string name);

    [Alias("remove"), Idempotent]
    Task RemoveAsync(string name);
}

/// <param name="IntervalSeconds">Null: as before, at first 60.</param>
/// <param name="GraceSeconds">Null: as before, and half the interval at first or when that changes.</param>
/// <param name="Severity">Null: as before, at first critical.</param>
/// <param name="Service">Null: as before, at first none.</param>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-request")]
public sealed record HeartbeatRequest(
    [property: Id(0)] int? IntervalSeconds,
    [property: Id(1)] int? GraceSeconds,
    [property: Id(2)] Severity? Severity,
    [property: Id(3)] string? Service);

/// <param name="Name">As in its address.</param>
/// <param name="State">How it is.</param>
/// <param name="Settings">What it has promised.</param>
/// <param name="LastSeen">Its latest beat; null when there was none.</param>
/// <param name="MissingSince">When it was given up.</param>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-status")]
public sealed record HeartbeatStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] HeartbeatState State,
    [property: Id(2)] HeartbeatSettings Settings,
    [property: Id(3)] DateTimeOffset? LastSeen,
    [property: Id(4)] DateTimeOffset? MissingSince)
{
    /// <summary>When it should beat; null when it is missing.</summary>
    [Id(5)] public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>Since when a run goes on; null: none does.</summary>
    [Id(6)] public DateTimeOffset? RunningSince { get; init; }

    /// <summary>How long the last run took that said when it began.</summary>
    [Id(7)] public TimeSpan? LastDuration { get; init; }

    /// <summary>The workspace's definitions declare it.</summary>
    [Id(8)] public bool IsDefined { get; init; }

    /// <summary>When it is given up unless it beats before.</summary>
    public DateTimeOffset? DueAt => ExpectedAt + Settings.Grace;
}

public enum HeartbeatState
{
    Up = 0,
    Missing = 1,

    /// <summary>Not declared, because the workspace has too many.</summary>
    Refused = 2,

    /// <summary>Declared, and waited for; it has never run.</summary>
    Never = 3,

    /// <summary>Nothing was declared, because the workspace's definitions declare it.</summary>
    Defined = 4,
}
