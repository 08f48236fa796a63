using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>An incident with those of its group that match. Whatever is ordered by <see cref="Place"/> lets go of it before that changes.</summary>
internal sealed class BoardGroup(BoardLine line)
{
    private static readonly Comparer<BoardLine> Order = Comparer<BoardLine>.Create(static (a, b) =>
        (b.Severity, b.CreatedAt, b.RowId).CompareTo((a.Severity, a.CreatedAt, a.RowId)));

    private SortedSet<BoardLine>? children;

    public BoardLine Line => line;

    /// <summary>Null for one that stands below another.</summary>
    public Standing? Section { get; set; }

    /// <summary>A critical child makes its group critical.</summary>
    public Severity Worst { get; private set; } = line.Severity;

    /// <summary>What it is ordered by.</summary>
    public (int Severity, long CreatedAt, long RowId) Place => ((int)Worst, line.CreatedAt, line.RowId);

    public int ChildCount => children?.Count ?? 0;

    /// <summary>The worst first.</summary>
    public IEnumerable<BoardLine> Children => children ?? Enumerable.Empty<BoardLine>();

    public void Add(BoardLine child)
    {
        (children ??= new(Order)).Add(child);
        if (child.Severity > Worst) Worst = child.Severity;
    }

    public void Remove(BoardLine child)
    {
        children?.Remove(child);
        Worst = children?.Min is { } worst && worst.Severity > line.Severity ? worst.Severity : line.Severity;
    }
}
