using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>
/// Keeps incidents in the sections of the board, the worst first and of equals the newest; those of a group below its parent, as far as that matches
/// too. Counts them by what they can be filtered by. An incident that comes or goes costs a few steps, however many there are.
/// </summary>
/// <param name="filter">What must match.</param>
/// <param name="teamOf">The team of a service, null for none.</param>
/// <param name="now">Decides what is still snoozed.</param>
internal sealed class BoardLayout(BoardFilter filter, Func<string?, string?> teamOf, DateTimeOffset now)
{
    private static readonly Comparer<BoardGroup> Order = Comparer<BoardGroup>.Create(static (a, b) => Compare(a.Place, b.Place));

    private readonly FacetCounts counts = new(filter, teamOf);
    private readonly Dictionary<string, BoardGroup> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<long, BoardGroup> rows = [];
    private readonly SortedSet<BoardGroup>[] sections = [.. Enum.GetValues<Standing>().Select(_ => new SortedSet<BoardGroup>(Order))];

    /// <summary>Those that stand alone because their parent does not match, by its id.</summary>
    private readonly Dictionary<string, HashSet<BoardGroup>> orphans = new(StringComparer.Ordinal);

    private readonly SortedSet<(DateTimeOffset Until, string Id)> snoozed = [];
    private long newest;
    private bool isNewestGone;

    /// <summary>All that match, those inside groups too.</summary>
    public int Count => groups.Count;

    public BoardFacets Facets => counts.Facets;

    /// <summary>The highest row of all that match.</summary>
    public long Newest
    {
        get
        {
            if (isNewestGone) (newest, isNewestGone) = (rows.Keys.DefaultIfEmpty().Max(), false);
            return newest;
        }
    }

    /// <summary>In order; empty for a section without rows.</summary>
    public SortedSet<BoardGroup> Of(Standing section) => sections[(int)section];

    /// <summary>Null for an incident that does not match.</summary>
    public BoardGroup? Find(long rowId) => rows.GetValueOrDefault(rowId);

    public static bool IsBehind(BoardGroup group, BoardCursor cursor) =>
        Compare(group.Place, (cursor.Severity, cursor.CreatedAt, cursor.RowId)) > 0;

    /// <summary>One that is not there yet.</summary>
    public void Add(BoardLine line)
    {
        if (!counts.Count(line, 1)) return;
        var group = new BoardGroup(line);
        groups.Add(line.Id, group);
        rows.Add(line.RowId, group);
        if (line.RowId > newest) (newest, isNewestGone) = (line.RowId, false);
        if (line.SnoozedUntil is { } until && until > now) snoozed.Add((until, line.Id));
        if (orphans.Remove(line.Id, out var own))
        {
            foreach (var orphan in own)
            {
                Lift(orphan);
                group.Add(orphan.Line);
            }
        }
        Place(group);
    }

    /// <summary>One that is there, as it was added.</summary>
    public void Remove(BoardLine line)
    {
        if (!counts.Count(line, -1)) return;
        var group = groups[line.Id];
        groups.Remove(line.Id);
        rows.Remove(line.RowId);
        if (line.RowId == newest) isNewestGone = true;
        if (line.SnoozedUntil is { } until) snoozed.Remove((until, line.Id));
        if (ParentOf(line) is { } parent) Leave(parent, line);
        else
        {
            Lift(group);
            if (line.ParentId is { } away && orphans[away] is var left && left.Remove(group) && left.Count == 0) orphans.Remove(away);
        }
        foreach (var child in group.Children) Place(groups[child.Id]);
    }

    /// <summary>The clock alone ends a snooze.</summary>
    public void Wake(DateTimeOffset at)
    {
        now = at;
        while (snoozed.Count > 0 && snoozed.Min is var (until, id) && until <= at)
        {
            snoozed.Remove((until, id));
            var group = groups[id];
            if (group.Section is null) continue;
            Lift(group);
            Stand(group);
        }
    }

    /// <summary>A parent that was resolved, or is filtered out, leads nobody here.</summary>
    private void Place(BoardGroup group)
    {
        var line = group.Line;
        if (ParentOf(line) is { } parent)
        {
            Join(parent, line);
            return;
        }
        if (line.ParentId is { } away)
        {
            if (!orphans.TryGetValue(away, out var left)) orphans.Add(away, left = []);
            left.Add(group);
        }
        Stand(group);
    }

    private BoardGroup? ParentOf(BoardLine line) => line.ParentId is { } parent ? groups.GetValueOrDefault(parent) : null;

    /// <summary>The worst of a group decides where it stands.</summary>
    private void Join(BoardGroup parent, BoardLine child)
    {
        var moves = parent.Section is not null && child.Severity > parent.Worst;
        if (moves) Lift(parent);
        parent.Add(child);
        if (moves) Stand(parent);
    }

    private void Leave(BoardGroup parent, BoardLine child)
    {
        var moves = parent.Section is not null && child.Severity == parent.Worst && parent.Worst > parent.Line.Severity;
        if (moves) Lift(parent);
        parent.Remove(child);
        if (moves) Stand(parent);
    }

    private void Stand(BoardGroup group)
    {
        var line = group.Line;
        group.Section = StandingRules.Of(line.Phase, line.Owner, line.Silenced, line.SnoozedUntil, now);
        sections[(int)group.Section].Add(group);
    }

    private void Lift(BoardGroup group)
    {
        if (group.Section is not { } section) return;
        sections[(int)section].Remove(group);
        group.Section = null;
    }

    private static int Compare((int Severity, long CreatedAt, long RowId) a, (int Severity, long CreatedAt, long RowId) b) => b.CompareTo(a);
}
