using System.Collections.Immutable;
using Orleans.Concurrency;

namespace AiSre.Grains.Demo;

/// <summary>Fills a workspace with two weeks of a shop that does not exist, for people who want to look around. Key: the workspace.</summary>
[Alias("aisre.demo")]
public interface IDemoGrain : IGrainWithStringKey
{
    /// <summary>Begins, unless it has begun or is done; goes on by itself, also after a crash.</summary>
    [Alias("seed"), Idempotent]
    Task<DemoProgress> SeedAsync(string actor);

    /// <summary>How far it is. Answers while it is under way.</summary>
    [Alias("progress"), Idempotent, AlwaysInterleave]
    Task<DemoProgress> ProgressAsync();
}

/// <summary>How far the demo is.</summary>
[GenerateSerializer, Immutable, Alias("aisre.demo-progress")]
public sealed record DemoProgress
{
    [Id(0)] public required DemoPhase Phase { get; init; }

    /// <summary>Which things there are and are to be; empty before it has begun.</summary>
    [Id(1)] public ImmutableArray<DemoCount> Counts { get; init; } = [];

    [Id(2)] public DateTimeOffset? StartedAt { get; init; }
    [Id(3)] public DateTimeOffset? FinishedAt { get; init; }

    public int Done => Counts.Sum(count => count.Done);

    public int Total => Counts.Sum(count => count.Total);
}

public enum DemoPhase
{
    /// <summary>Nobody has asked for it.</summary>
    None = 0,

    Running = 1,
    Done = 2,

    /// <summary>Not begun: the workspace has definitions of its own, and whoever they name could be paged for a story.</summary>
    Refused = 3,
}

/// <param name="Kind">Such as <c>incidents</c>.</param>
/// <param name="Done">How many there are.</param>
/// <param name="Total">How many there will be.</param>
[GenerateSerializer, Immutable, Alias("aisre.demo-count")]
public sealed record DemoCount([property: Id(0)] string Kind, [property: Id(1)] int Done, [property: Id(2)] int Total);
