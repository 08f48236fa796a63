using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;

namespace AiSre.Grains.Incidents;

/// <summary>Which incidents a list shows, and in which order. Nulls and empty lists do not filter.</summary>
[GenerateSerializer, Immutable, Alias("aisre.incident-filter")]
public sealed record IncidentFilter
{
    /// <summary>Matches that are counted, at most.</summary>
    public const int MostCounted = 10_000;

    [Id(0)] public string? Workspace { get; init; }
    [Id(3)] public string? Service { get; init; }
    [Id(4)] public string? Namespace { get; init; }

    /// <summary>Each of its words is somewhere in what the incident says: <see cref="IncidentWords"/>.</summary>
    [Id(5)] public string? Text { get; init; }

    /// <summary>Created at this instant or later.</summary>
    [Id(6)] public DateTimeOffset? Since { get; init; }

    /// <summary>Created before this instant.</summary>
    [Id(7)] public DateTimeOffset? Until { get; init; }

    /// <summary>1 to 100.</summary>
    [Id(8)] public int Limit { get; init; } = 20;

    /// <summary>The page after this one; null for the first.</summary>
    [Id(9)] public IncidentCursor? After { get; init; }

    /// <summary>One of them is enough.</summary>
    [Id(10)] public ImmutableArray<IncidentPhase> Phases { get; init; } = [];

    /// <summary>One of them is enough.</summary>
    [Id(11)] public ImmutableArray<Severity> Severities { get; init; } = [];

    /// <summary>Name of the team whose service it is of, whatever the case. Needs a workspace.</summary>
    [Id(12)] public string? Team { get; init; }

    /// <summary>It has all of them, whatever the case.</summary>
    [Id(13)] public ImmutableArray<AlertLabel> Labels { get; init; } = [];

    [Id(14)] public string? AcknowledgedBy { get; init; }
    [Id(15)] public string? AssignedTo { get; init; }
    [Id(16)] public IncidentSort Sort { get; init; }

    /// <summary>The other way round: the oldest, the least severe, what has not changed for longest first.</summary>
    [Id(17)] public bool Ascending { get; init; }

    /// <summary>Says how many match in all, up to <see cref="MostCounted"/>.</summary>
    [Id(18)] public bool Counts { get; init; }

    /// <summary>Set from <see cref="Team"/>, by what is defined now.</summary>
    [Id(19)] public TeamScopes? Scopes { get; init; }
}

/// <summary>By what a list is sorted; of equals the newest first.</summary>
public enum IncidentSort
{
    Created = 0,
    Severity = 1,

    /// <summary>By the newest event of the timeline.</summary>
    Updated = 2,
}

/// <summary>The last row of a page: where the next one starts.</summary>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="RowId">Of the incident.</param>
/// <param name="Key">The severity, or when it was changed in Unix milliseconds, where that is what the list is sorted by.</param>
[GenerateSerializer, Immutable, Alias("aisre.incident-cursor")]
public readonly record struct IncidentCursor([property: Id(0)] long CreatedAt, [property: Id(1)] long RowId, [property: Id(2)] long Key = 0);

/// <param name="Items">Those of the page.</param>
/// <param name="Next">Where the next page starts; null when there is none.</param>
/// <param name="Total">How many match in all, at most one more than <see cref="IncidentFilter.MostCounted"/>; null unless it was asked for.</param>
[GenerateSerializer, Immutable, Alias("aisre.incident-page")]
public sealed record IncidentPage(
    [property: Id(0)] ImmutableArray<IncidentListItem> Items, [property: Id(1)] IncidentCursor? Next, [property: Id(2)] long? Total = null);
