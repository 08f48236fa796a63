using System.Collections.Immutable;

namespace AiSre.Domain.Silences;

/// <summary>Nobody is told of what all of its matchers match, from a start to an end, or in windows that come again in between.</summary>
[GenerateSerializer, Immutable, Alias("aisre.silence")]
public sealed record Silence
{
    /// <summary>Matchers of one silence at most.</summary>
    public const int MaxMatchers = 20;

    /// <summary><c>sil-…</c>; empty before it is stored.</summary>
    [Id(0)] public string Id { get; init; } = "";

    /// <summary>1 to <see cref="MaxMatchers"/>; all must match.</summary>
    [Id(1)] public ImmutableArray<Matcher> Matchers { get; init; } = [];

    /// <summary>Included.</summary>
    [Id(2)] public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Not included; null, which only one with a schedule may be: until further notice.</summary>
    [Id(3)] public DateTimeOffset? EndsAt { get; init; }

    [Id(4)] public required string Author { get; init; }
    [Id(5)] public string Comment { get; init; } = "";

    /// <summary>Work is being done on what it matches; told wherever it is shown, and otherwise a silence like any other.</summary>
    [Id(6)] public bool Maintenance { get; init; }

    /// <summary>Null: all of the time between start and end.</summary>
    [Id(7)] public SilenceSchedule? Schedule { get; init; }

    [Id(8)] public DateTimeOffset CreatedAt { get; init; }
    [Id(9)] public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that changed it last.</summary>
    [Id(10)] public string? UpdatedBy { get; init; }
}

public enum SilenceState
{
    /// <summary>It will be in force, at the first time or again.</summary>
    Pending = 0,

    Active = 1,

    /// <summary>It will not be in force any more.</summary>
    Expired = 2,
}

/// <param name="From">Included.</param>
/// <param name="Until">Not included.</param>
[GenerateSerializer, Immutable, Alias("aisre.silence-window")]
public readonly record struct SilenceWindow([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset Until)
{
    public bool Contains(DateTimeOffset instant) => From <= instant && instant < Until;
}
