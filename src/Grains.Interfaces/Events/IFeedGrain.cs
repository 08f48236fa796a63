using System.Collections.Immutable;

namespace AiSre.Grains.Events;

/// <summary>
/// What has committed in a workspace, in order. A stateless worker, so that the API needs no database. Key: <see cref="GrainKeys.Feed"/>.
/// </summary>
[Alias("aisre.feed")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Answers at once when there is something, else as soon as there is.</summary>
    /// <param name="after">An earlier answer's position; null to begin at the end.</param>
    /// <param name="limit">1 to 1,000 events.</param>
    /// <param name="waitMilliseconds">How long to wait for something: 0 to 1,000, because callers between processes wait 2 s at most.</param>
    [Alias("read"), Idempotent]
    Task<FeedPage> ReadAsync(string? after, int limit, int waitMilliseconds);
}

/// <param name="Events">Oldest first.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="Reset">The position was unknown or too old: what lies between it and <paramref name="Next"/> is missing.</param>
[GenerateSerializer, Immutable, Alias("aisre.feed-page")]
public sealed record FeedPage([property: Id(0)] ImmutableArray<FeedEvent> Events, [property: Id(1)] string Next, [property: Id(2)] bool Reset);

/// <summary>Something that has happened and is on disk.</summary>
[GenerateSerializer, Immutable, Alias("aisre.feed-event")]
public sealed record FeedEvent
{
    /// <summary>The place behind it.</summary>
    [Id(0)] public required string Position { get; init; }
    [Id(1)] public required string Workspace { get; init; }

    /// <summary>What has changed: <c>incident</c>, or another kind of document.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Which of them.</summary>
    [Id(3)] public required string Id { get; init; }

    /// <summary>The timeline's word for it; <c>changed</c> where the timeline has none.</summary>
    [Id(4)] public required string Type { get; init; }
    [Id(5)] public required string Actor { get; init; }
    [Id(6)] public required DateTimeOffset At { get; init; }
}
