using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Incidents;

[GrainType("incident-board"), StatelessWorker]
public sealed class IncidentBoard(
    IBoardReads board, IIncidentReads incidents, IAlertIndex alerts, IDefinitions definitions, DedupOptions options, TimeProvider clock) : Grain,
    IIncidentBoard
{
    public async Task<BoardPage> ShowAsync(BoardQuery query)
    {
        var workspace = query.Filter.Workspace;
        var context = await ContextAsync(workspace);
        var scan = await board.ScanAsync(query.Filter);
        var layout = Layout(scan, query.Filter, context);
        var sections = query.Shown.IsEmpty ? FirstRows(layout, query).ToList() : ShownRows(layout, query.Shown).ToList();
        var rows = await board.RowsAsync(workspace, [.. sections.SelectMany(section => section.RowIds).Distinct()]);
        var isEmpty = scan.Lines.Count == 0 && query.Shown.IsEmpty;
        return new()
        {
            Sections = [.. sections.Select(section => Section(section, layout, rows, context))],
            Totals = [.. Enum.GetValues<Standing>().Select(standing => (long)layout.Of(standing).Count())],
            Facets = layout.Facets,
            Matching = layout.Matching.Count,
            New = query.Shown.IsEmpty ? 0 : CountNew(layout, query),
            Newest = layout.Newest,
            CountedSince = scan.OlderThan is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest.CreatedAt) : null,
            IsFirstStart = isEmpty && !await board.HasAnyAsync(workspace),
        };
    }

    public async Task<BoardSlice> SliceAsync(BoardFilter filter, IncidentCursor? after, int limit)
    {
        var scan = await board.ScanAsync(filter, after);
        var layout = Layout(scan, filter, await ContextAsync(filter.Workspace));
        var lines = layout.Matching.OrderByDescending(line => (line.CreatedAt, line.RowId)).Take(limit).ToList();
        var rows = await board.RowsAsync(filter.Workspace, [.. lines.Select(line => line.RowId)]);
        return new(
            [.. lines.Where(line => rows.ContainsKey(line.RowId)).Select(line => rows[line.RowId])],
            lines.Count == limit ? new IncidentCursor(lines[^1].CreatedAt, lines[^1].RowId) : scan.OlderThan);
    }

    public async Task<long> NobodyHasAsync(string workspace) =>
        BoardLayout.CountOf((await board.ScanAsync(new() { Workspace = workspace })).Lines, Standing.Nobody, clock.GetUtcNow());

    public async Task<NextStep?> NextAsync(string workspace, string incidentId)
    {
        if (await incidents.FindAsync(workspace, incidentId) is not { Incident: { } incident }) return null;
        var facts = await incidents.FactsAsync(workspace, incidentId);
        var calm = incident.Flapping ? IncidentAlarms.CalmOf(await alerts.OfIncidentAsync(workspace, incidentId), options) : null;
        return NextStepRules.Of(incident, facts?.ParentId is not null, await ContextAsync(workspace), calm);
    }

    private async ValueTask<TellContext> ContextAsync(string workspace)
    {
        var defined = await definitions.OfAsync(workspace);
        return new() { Definitions = defined, Now = clock.GetUtcNow(), Duty = OnCallNow.Of(defined) };
    }

    private static BoardLayout Layout(BoardScan scan, BoardFilter filter, TellContext context) =>
        new(scan.Lines, filter, service => TeamRules.Of(context.Definitions, service)?.Name, context.Now);

    private static IEnumerable<PlannedSection> FirstRows(BoardLayout layout, BoardQuery query)
    {
        foreach (var section in Enum.GetValues<Standing>())
        {
            var groups = GroupsOf(layout, query, section).Take(query.Rows + 1).ToList();
            if (groups.Count == 0) continue;
            var page = groups.Take(query.Rows).ToList();
            var rows = page.Select(group => new ShownRow(
                group.Line.RowId, [.. group.Children.Take(query.Children).Select(child => child.RowId)]));
            var (severity, createdAt, rowId) = page[^1].Place;
            yield return new(section, [.. rows],
                groups.Count > query.Rows ? new BoardCursor(section, severity, createdAt, rowId) : null);
        }
    }

    /// <summary>All of a section that the page could show: without those of the pages before it.</summary>
    private static IEnumerable<BoardGroup> GroupsOf(BoardLayout layout, BoardQuery query, Standing section) =>
        query.After is not { } after ? layout.Of(section)
        : after.Section == section ? layout.Of(section).Where(group => BoardLayout.IsBehind(group, after))
        : [];

    /// <summary>What is on the screen, in its order; a section of which more could be shown says where it goes on.</summary>
    private static IEnumerable<PlannedSection> ShownRows(BoardLayout layout, ImmutableArray<ShownSection> shown)
    {
        foreach (var (section, rows) in shown)
        {
            var last = rows.IsEmpty ? null : layout.Of(section).LastOrDefault(group => rows.Any(row => row.Row == group.Line.RowId));
            var more = last is not null && layout.Of(section).Any(group => Follows(group, last));
            yield return new(section, rows,
                more ? new BoardCursor(section, last!.Place.Severity, last.Place.CreatedAt, last.Place.RowId) : null);
        }
    }

    private static bool Follows(BoardGroup group, BoardGroup last) =>
        BoardLayout.IsBehind(group, new(default, last.Place.Severity, last.Place.CreatedAt, last.Place.RowId));

    /// <summary>
    /// What a section would show that is not on the screen: all that is younger than the screen; and where the screen has the whole section, what was
    /// there already and belongs to it now.
    /// </summary>
    private static int CountNew(BoardLayout layout, BoardQuery query)
    {
        var shown = query.Shown.SelectMany(section => section.Rows).SelectMany(row => row.Children.Prepend(row.Row)).ToHashSet();
        return Enum.GetValues<Standing>().Sum(section =>
        {
            var onScreen = query.Shown.FirstOrDefault(rows => rows.Section == section)?.Rows.Length ?? 0;
            return GroupsOf(layout, query, section).Take(query.Rows)
                .Count(group => !shown.Contains(group.Line.RowId) && (group.Line.RowId > query.Seen || onScreen < query.Rows));
        });
    }

    private static BoardSection Section(
        PlannedSection plan, BoardLayout layout, IReadOnlyDictionary<long, IncidentListItem> rows, TellContext context) => new()
    {
        Section = plan.Section,
        Total = layout.Of(plan.Section).Count(),
        Next = plan.Next,
        Rows = [.. plan.Rows.Where(row => rows.ContainsKey(row.Row)).Select(row =>
        {
            var item = rows[row.Row];
            var group = layout.Find(item.Incident.Id);
            var here = Row(row.Row, item, context);
            return here with
            {
                HasLeft = group is null || here.Standing != plan.Section,
                ChildCount = group?.ChildCount ?? 0,
                Children = [.. row.Children.Where(rows.ContainsKey).Select(child => Row(child, rows[child], context)).Select(child =>
                    child with { HasLeft = layout.Find(child.Incident.Id) is null })],
            };
        })],
    };

    private static BoardRow Row(long rowId, IncidentListItem item, TellContext context) => new()
    {
        RowId = rowId,
        Incident = item.Incident,
        Facts = item.Facts,
        Next = NextStepRules.Of(item.Incident, item.Facts.ParentId is not null, context),
        Standing = StandingRules.Of(item.Incident, context.Now),
        ReachedNobody = NextStepRules.ReachedNobody(item.Incident),
    };

    /// <summary>Which rows of a section are answered.</summary>
    private sealed record PlannedSection(Standing Section, ImmutableArray<ShownRow> Rows, BoardCursor? Next)
    {
        public IEnumerable<long> RowIds => Rows.SelectMany(row => row.Children.Prepend(row.Row));
    }
}
