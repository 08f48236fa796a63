using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>Which rows a page has and what it counts, as the board is at one moment. The rows themselves are read afterwards.</summary>
internal static class BoardPlan
{
    public static ImmutableArray<PlannedSection> Of(BoardLayout layout, BoardQuery query) =>
        [.. query.Shown.IsEmpty ? FirstRows(layout, query) : ShownRows(layout, query.Shown)];

    /// <summary>
    /// What a section would show that is not on the screen: all that is younger than the screen; and where the screen has the whole section, what was
    /// there already and belongs to it now.
    /// </summary>
    public static int CountNew(BoardLayout layout, BoardQuery query)
    {
        if (query.Shown.IsEmpty) return 0;
        var shown = query.Shown.SelectMany(section => section.Rows).SelectMany(row => row.Children.Prepend(row.Row)).ToHashSet();
        return Enum.GetValues<Standing>().Sum(section =>
        {
            var onScreen = query.Shown.FirstOrDefault(rows => rows.Section == section)?.Rows.Length ?? 0;
            return GroupsOf(layout, query, section).Take(query.Rows)
                .Count(group => !shown.Contains(group.Line.RowId) && (group.Line.RowId > query.Seen || onScreen < query.Rows));
        });
    }

    private static IEnumerable<PlannedSection> FirstRows(BoardLayout layout, BoardQuery query)
    {
        foreach (var section in Enum.GetValues<Standing>())
        {
            var groups = GroupsOf(layout, query, section).Take(query.Rows + 1).ToList();
            if (groups.Count == 0) continue;
            var page = groups.Take(query.Rows).ToList();
            yield return new(
                section, layout.Of(section).Count,
                [.. page.Select(group => new PlannedRow(
                    group.Line.RowId, true, group.ChildCount,
                    [.. group.Children.Take(query.Children).Select(child => new PlannedChild(child.RowId, true))]))],
                groups.Count > query.Rows ? CursorOf(section, page[^1]) : null);
        }
    }

    /// <summary>All of a section that the page could show: without those of the pages before it.</summary>
    private static IEnumerable<BoardGroup> GroupsOf(BoardLayout layout, BoardQuery query, Standing section) =>
        query.After is not { } after ? layout.Of(section)
        : after.Section == section ? layout.Of(section).SkipWhile(group => !BoardLayout.IsBehind(group, after))
        : [];

    /// <summary>What is on the screen, in its order; a section of which more could be shown says where it goes on.</summary>
    private static IEnumerable<PlannedSection> ShownRows(BoardLayout layout, ImmutableArray<ShownSection> shown)
    {
        foreach (var (section, rows) in shown)
        {
            var last = rows.Select(row => layout.Find(row.Row)).OfType<BoardGroup>().Where(group => group.Section == section)
                .MinBy(group => group.Place);
            yield return new(
                section, layout.Of(section).Count, [.. rows.Select(row => Shown(layout, row))],
                last is not null && last != layout.Of(section).Max ? CursorOf(section, last) : null);
        }
    }

    private static PlannedRow Shown(BoardLayout layout, ShownRow row)
    {
        var group = layout.Find(row.Row);
        return new(
            row.Row, group is not null, group?.ChildCount ?? 0,
            [.. row.Children.Select(child => new PlannedChild(child, layout.Find(child) is not null))]);
    }

    private static BoardCursor CursorOf(Standing section, BoardGroup group)
    {
        var (severity, createdAt, rowId) = group.Place;
        return new(section, severity, createdAt, rowId);
    }
}

/// <param name="Section">Which.</param>
/// <param name="Total">How many rows it has in all.</param>
/// <param name="Rows">Those that are answered.</param>
/// <param name="Next">Where it goes on; null: nowhere.</param>
internal sealed record PlannedSection(Standing Section, int Total, ImmutableArray<PlannedRow> Rows, BoardCursor? Next)
{
    public IEnumerable<long> RowIds => Rows.SelectMany(row => row.Children.Select(child => child.RowId).Prepend(row.RowId));
}

/// <param name="RowId">Which.</param>
/// <param name="Matches">False for one that is on the screen only.</param>
/// <param name="ChildCount">Those of its group that match.</param>
/// <param name="Children">Of these the first.</param>
internal sealed record PlannedRow(long RowId, bool Matches, int ChildCount, ImmutableArray<PlannedChild> Children);

/// <param name="RowId">Which.</param>
/// <param name="Matches">As of its parent.</param>
internal sealed record PlannedChild(long RowId, bool Matches);
