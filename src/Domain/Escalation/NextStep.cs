using System.Collections.Immutable;

namespace AiSre.Domain.Escalation;

/// <summary>What happens to an incident next if nobody does anything, in words: <c>erik is paged in</c> [1:34].</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Says">All of it, or what stands before the instant.</param>
[GenerateSerializer, Immutable, Alias("aisre.next-step")]
public sealed record NextStep([property: Id(0)] NextStepKind Kind, [property: Id(1)] string Says)
{
    /// <summary>When; null: the words say all that is known.</summary>
    [Id(2)] public DateTimeOffset? At { get; init; }

    /// <summary>The instant is shown as a time of day; otherwise as how long it is until then.</summary>
    [Id(3)] public bool ByClock { get; init; }

    /// <summary>What stands behind the instant.</summary>
    [Id(4)] public string? Then { get; init; }

    /// <summary>Who hears of it then, by their ids.</summary>
    [Id(5)] public ImmutableArray<string> People { get; init; } = [];
}

/// <summary>The numbers are on the wire; never renumber.</summary>
public enum NextStepKind
{
    /// <summary>The escalation's next level.</summary>
    Page = 0,

    /// <summary>That level has nobody.</summary>
    PageOfNobody = 1,

    /// <summary>All levels were told, or nobody is ever paged for it.</summary>
    Nothing = 2,

    /// <summary>It is part of a group, whose parent tells.</summary>
    ToldByParent = 3,

    /// <summary>A silence, a maintenance window, a snooze or its flapping keeps it quiet.</summary>
    Held = 4,

    /// <summary>The acknowledgement expires.</summary>
    AckExpires = 5,
}
