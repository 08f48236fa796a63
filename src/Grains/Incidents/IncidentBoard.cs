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
    Boards boards, IBoardReads reads, IIncidentReads incidents, IAlertIndex alerts, IDefinitions definitions, DedupOptions options,
    TimeProvider clock) : Grain, IIncidentBoard
{
    public async Task<BoardPage> ShowAsync(BoardQuery query)
    {
        var workspace = query.Filter.Workspace;
        var context = await ContextAsync(workspace);
        var (page, plan) = await boards.LookAsync(
            query.Filter, FeedPosition.Latest(query.Heard), context, look => (Counted(look, query), BoardPlan.Of(look.Layout, query)));
        var rows = await reads.RowsAsync(workspace, [.. plan.SelectMany(section => section.RowIds).Distinct()]);
        return page with
        {
            Sections = [.. plan.Select(section => Section(section, rows, context))],
            IsFirstStart = page.IsFirstStart && !await reads.HasAnyAsync(workspace),
        };
    }

    public async Task<BoardSlice> SliceAsync(BoardFilter filter, IncidentCursor? after, int limit)
    {
        var defined = (await ContextAsync(filter.Workspace)).Definitions;
        var scan = await reads.ScanAsync(filter, after);
        var counts = new FacetCounts(filter, service => TeamRules.Of(defined, service)?.Name);
        var lines = scan.Lines.Where(line => counts.Count(line, 1)).OrderByDescending(line => (line.CreatedAt, line.RowId)).Take(limit).ToList();
        var rows = await reads.RowsAsync(filter.Workspace, [.. lines.Select(line => line.RowId)]);
        return new(
            [.. lines.Where(line => rows.ContainsKey(line.RowId)).Select(line => rows[line.RowId])],
            lines.Count == limit ? new IncidentCursor(lines[^1].CreatedAt, lines[^1].RowId) : scan.OlderThan);
    }

    public async Task<BoardCount> NobodyHasAsync(string workspace, string? heard) => await boards.LookAsync(
        new() { Workspace = workspace }, FeedPosition.Latest(heard), await ContextAsync(workspace),
        look => new BoardCount(look.Layout.Of(Standing.Nobody).Count, look.Place.ToString()));

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

    private static BoardPage Counted(BoardLook look, BoardQuery query) => new()
    {
        Totals = [.. Enum.GetValues<Standing>().Select(standing => (long)look.Layout.Of(standing).Count)],
        Facets = look.Layout.Facets,
        Matching = look.Layout.Count,
        New = BoardPlan.CountNew(look.Layout, query),
        Newest = look.Layout.Newest,
        CountedSince = look.OlderThan is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest.CreatedAt) : null,
        IsFirstStart = look.IsEmpty && query.Shown.IsEmpty,
        Place = look.Place.ToString(),
    };

    private static BoardSection Section(PlannedSection plan, IReadOnlyDictionary<long, IncidentListItem> rows, TellContext context) => new()
    {
        Section = plan.Section,
        Total = plan.Total,
        Next = plan.Next,
        Rows = [.. plan.Rows.Where(row => rows.ContainsKey(row.RowId)).Select(row =>
        {
            var here = Row(row.RowId, rows[row.RowId], context);
            return here with
            {
                HasLeft = !row.Matches || here.Standing != plan.Section,
                ChildCount = row.ChildCount,
                Children = [.. row.Children.Where(child => rows.ContainsKey(child.RowId)).Select(child =>
                    Row(child.RowId, rows[child.RowId], context) with { HasLeft = !child.Matches })],
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
}
