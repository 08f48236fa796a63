using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>What the board reads: something of very many incidents, and everything of few.</summary>
public interface IBoardReads
{
    /// <summary>
    /// Every incident that the filter lets through, but for its severities, teams, services, namespaces and sources, which are counted too. In no
    /// order.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Only those behind this one, newest first.</param>
    ValueTask<BoardScan> ScanAsync(BoardFilter filter, IncidentCursor? after = null);

    /// <summary>
    /// Which incidents have changed since a place of the feed. Null where it is not known any more, or so much that all are better read anew.
    /// </summary>
    ValueTask<BoardChanges?> ChangesAsync(string workspace, FeedPosition from);

    /// <summary>Those of some incidents that <see cref="ScanAsync"/> would find, as they are now.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="olderThan">Of the scan that they belong to.</param>
    /// <param name="ids">Of incidents.</param>
    ValueTask<IReadOnlyDictionary<string, BoardLine>> LinesAsync(BoardFilter filter, IncidentCursor? olderThan, IReadOnlyCollection<string> ids);

    /// <summary>The rows that still exist, by their ids.</summary>
    ValueTask<IReadOnlyDictionary<long, IncidentListItem>> RowsAsync(string workspace, IReadOnlyCollection<long> rowIds);

    ValueTask<bool> HasAnyAsync(string workspace);
}

/// <param name="Lines">What was found.</param>
/// <param name="OlderThan">There are so many resolved ones that only those up to here were looked at; null: all.</param>
/// <param name="From">It has all that lies before this place of the feed, and some of what is behind it.</param>
public sealed record BoardScan(IReadOnlyList<BoardLine> Lines, IncidentCursor? OlderThan, FeedPosition From);

/// <param name="Incidents">Their ids; what has not committed for certain is among them, and comes again.</param>
/// <param name="Next">Where to go on.</param>
public sealed record BoardChanges(IReadOnlyCollection<string> Incidents, FeedPosition Next);

/// <summary>What is counted of an incident.</summary>
public sealed record BoardLine
{
    public required long RowId { get; init; }
    public required string Id { get; init; }
    public required IncidentPhase Phase { get; init; }
    public required Severity Severity { get; init; }
    public required long CreatedAt { get; init; }
    public string? Scope { get; init; }
    public string? Namespace { get; init; }
    public required string Source { get; init; }
    public string? Owner { get; init; }
    public bool Silenced { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }
    public string? ParentId { get; init; }
}
