using System.Collections.Immutable;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

[GenerateSerializer, Immutable, Alias("aisre.board-query")]
public sealed record BoardQuery
{
    [Id(0)] public required BoardFilter Filter { get; init; }

    /// <summary>Rows of a section, 1 to 100.</summary>
    [Id(1)] public int Rows { get; init; } = 30;

    /// <summary>Rows of a group below its parent, 0 to 20.</summary>
    [Id(2)] public int Children { get; init; } = 4;

    /// <summary>Only this section, from behind this row on; null for the first rows of all.</summary>
    [Id(3)] public BoardCursor? After { get; init; }

    /// <summary>
    /// What is on the screen: exactly these rows are answered, in this order, and the others only counted. Empty: not yet anything.
    /// </summary>
    [Id(4)] public ImmutableArray<ShownSection> Shown { get; init; } = [];

    /// <summary><see cref="BoardPage.Newest"/> of the page on the screen.</summary>
    [Id(5)] public long Seen { get; init; }

    /// <summary>
    /// Places of the feed, with spaces between them: of what whoever asks has heard of, and of what is on the screen. What was read at the latest of
    /// them or later is new enough, because of what came after it there will be word. Null: it is read anew.
    /// </summary>
    [Id(6)] public string? Heard { get; init; }
}

/// <param name="Section">Which.</param>
/// <param name="Rows">Row ids.</param>
[GenerateSerializer, Immutable, Alias("aisre.shown-section")]
public sealed record ShownSection([property: Id(0)] Standing Section, [property: Id(1)] ImmutableArray<ShownRow> Rows);

[GenerateSerializer, Immutable, Alias("aisre.shown-row")]
public sealed record ShownRow([property: Id(0)] long Row, [property: Id(1)] ImmutableArray<long> Children);

/// <summary>The last row of a section's page.</summary>
/// <param name="Section">Which.</param>
/// <param name="Severity">The worst of it and its group.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="RowId">Its row.</param>
[GenerateSerializer, Immutable, Alias("aisre.board-cursor")]
public sealed record BoardCursor(
    [property: Id(0)] Standing Section, [property: Id(1)] int Severity, [property: Id(2)] long CreatedAt, [property: Id(3)] long RowId);

[GenerateSerializer, Immutable, Alias("aisre.board-page")]
public sealed record BoardPage
{
    /// <summary>Those that have rows, in the order of <see cref="Standing"/>.</summary>
    [Id(0)] public ImmutableArray<BoardSection> Sections { get; init; } = [];
    [Id(1)] public required BoardFacets Facets { get; init; }

    /// <summary>All that match, those inside groups too.</summary>
    [Id(2)] public long Matching { get; init; }

    /// <summary>Incidents that match and are not on the screen, but would be if it were shown anew.</summary>
    [Id(3)] public int New { get; init; }

    /// <summary>The highest row id of all that match.</summary>
    [Id(4)] public long Newest { get; init; }

    /// <summary>There are more resolved incidents than are looked at: only the newest are counted, from this instant on.</summary>
    [Id(5)] public DateTimeOffset? CountedSince { get; init; }

    /// <summary>No incident of this workspace was ever there.</summary>
    [Id(6)] public bool IsFirstStart { get; init; }

    /// <summary>How many rows each standing has, by its number: all of them, on the screen or not. Those inside groups are not counted.</summary>
    [Id(7)] public ImmutableArray<long> Totals { get; init; } = [];

    /// <summary>The place of the feed before which nothing is missing here.</summary>
    [Id(8)] public string Place { get; init; } = "";

    public long Total(Standing standing) => (int)standing < Totals.Length ? Totals[(int)standing] : 0;
}

/// <summary>Incidents of one standing; those inside a group stand below its parent.</summary>
[GenerateSerializer, Immutable, Alias("aisre.board-section")]
public sealed record BoardSection
{
    [Id(0)] public required Standing Section { get; init; }

    /// <summary>Of all its rows and not only of those here; those inside groups are not counted.</summary>
    [Id(1)] public long Total { get; init; }
    [Id(2)] public ImmutableArray<BoardRow> Rows { get; init; } = [];

    /// <summary>There are more rows.</summary>
    [Id(3)] public BoardCursor? Next { get; init; }
}

[GenerateSerializer, Immutable, Alias("aisre.board-row")]
public sealed record BoardRow
{
    [Id(0)] public required long RowId { get; init; }
    [Id(1)] public required Incident Incident { get; init; }
    [Id(2)] public required IncidentFacts Facts { get; init; }

    /// <summary>Null when nothing happens by itself.</summary>
    [Id(3)] public NextStep? Next { get; init; }
    [Id(4)] public Standing Standing { get; init; }

    /// <summary>It is on the screen and would not be where it is any more: it does not match, or belongs to another section.</summary>
    [Id(5)] public bool HasLeft { get; init; }

    /// <summary>Everybody whom it wanted to page was missing.</summary>
    [Id(6)] public bool ReachedNobody { get; init; }

    /// <summary>Incidents of its group that match, more than <see cref="Children"/> has.</summary>
    [Id(7)] public int ChildCount { get; init; }
    [Id(8)] public ImmutableArray<BoardRow> Children { get; init; } = [];
}

/// <summary>How many incidents there would be with another value in place of those that are filtered by.</summary>
[GenerateSerializer, Immutable, Alias("aisre.board-facets")]
public sealed record BoardFacets
{
    /// <summary>From critical to info, all four.</summary>
    [Id(0)] public ImmutableArray<FacetCount> Severities { get; init; } = [];

    /// <summary>The most frequent first, like those below; with <see cref="BoardFilter.None"/> for those that have none.</summary>
    [Id(1)] public ImmutableArray<FacetCount> Teams { get; init; } = [];
    [Id(2)] public ImmutableArray<FacetCount> Services { get; init; } = [];
    [Id(3)] public ImmutableArray<FacetCount> Namespaces { get; init; } = [];
    [Id(4)] public ImmutableArray<FacetCount> Sources { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("aisre.facet-count")]
public sealed record FacetCount([property: Id(0)] string Value, [property: Id(1)] long Count);

/// <param name="Items">May be empty although there is more.</param>
/// <param name="Next">Where to go on; null at the end.</param>
[GenerateSerializer, Immutable, Alias("aisre.board-slice")]
public sealed record BoardSlice([property: Id(0)] ImmutableArray<IncidentListItem> Items, [property: Id(1)] IncidentCursor? Next);

/// <param name="Count">How many.</param>
/// <param name="Place"><see cref="BoardPage.Place"/>.</param>
[GenerateSerializer, Immutable, Alias("aisre.board-count")]
public sealed record BoardCount([property: Id(0)] long Count, [property: Id(1)] string Place);
