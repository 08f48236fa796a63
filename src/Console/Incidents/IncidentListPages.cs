using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Incidents;

/// <summary>The list of incidents.</summary>
internal static class IncidentListPages
{
    /// <summary>When the page was made: what came later nobody has selected, since nobody has seen it.</summary>
    public const string AsOf = "as_of";

    private const int LongestName = 60;

    public static void MapIncidentList(this ConsoleRoutes routes)
    {
        routes.Page("/incidents", Show);
        routes.Page("/incidents.csv", Export, ConsoleCost.Report);
        routes.Act("/incidents/act", KeyScope.Respond, ActOnSelected);
        routes.Act("/incidents/views", KeyScope.Respond, SaveView);
        routes.Act("/incidents/views/remove", KeyScope.Respond, RemoveView);
    }

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains) =>
        context.Show<IncidentListPage, IncidentListView>(await IncidentListView.LoadAsync(context, grains));

    private static async Task<IResult> Export(ConsoleContext context, IConsoleDoor door, IGrainFactory grains)
    {
        var own = await IncidentListView.OwnTeamsAsync(context, grains);
        var filter = IncidentListView.Board(ListFilter.Of(context.Query), context, own);
        return Results.Stream(
            output => IncidentCsv.WriteAsync(output, filter, grains.GetGrain<IIncidentBoard>(0), door), "text/csv; charset=utf-8",
            FormattableString.Invariant($"incidents-{context.Workspace}-{context.Now:yyyyMMdd-HHmm}.csv"));
    }

    private static async Task<IResult> ActOnSelected(ConsoleContext context, ConsoleForm form, IConsoleDoor door, IGrainFactory grains)
    {
        var act = new BulkAct(grains, door, context.Workspace, context.User.Name, resolve: form.Text("do") is "resolve");
        if (form.IsOn("all"))
        {
            var own = await IncidentListView.OwnTeamsAsync(context, grains);
            await act.OnAllAsync(Before(form.Text(AsOf), IncidentListView.Board(ListFilter.Of(form.Text("filter")), context, own)));
        }
        else
        {
            var ids = form.All("id");
            if (ids.Count == 0) return context.Refused("Nothing is selected: tick the incidents first, or all of them in the head of the list.");
            await act.OnAsync(ids);
        }
        return act.HasFailed ? context.Refused(act.Sentence) : context.Said(act.Sentence);
    }

    private static BoardFilter Before(string? asOf, BoardFilter filter)
    {
        if (!long.TryParse(asOf, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) || unix > 1L << 46) return filter;
        var made = DateTimeOffset.FromUnixTimeMilliseconds(unix);
        return filter.Until < made ? filter : filter with { Until = made };
    }

    private static async Task<IResult> SaveView(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var filter = ListFilter.Of(form.Text("filter"));
        if (form.Text("name") is not { Length: <= LongestName } name || filter.IsEmpty)
            return context.Refused(FormattableString.Invariant($"The view was not saved: give it a name of at most {LongestName} characters."));
        var views = grains.GetGrain<IBoardViewsGrain>(context.Workspace);
        return await views.SaveAsync(new(name, filter.Query, context.User.Name, context.Now))
            ? context.Said($"The view {name} is saved.")
            : context.Refused("The view was not saved: there are very many already. Remove one that nobody uses.");
    }

    private static async Task<IResult> RemoveView(ConsoleContext context, ConsoleForm form, IGrainFactory grains) =>
        form.Text("name") is { } name && await grains.GetGrain<IBoardViewsGrain>(context.Workspace).RemoveAsync(name)
            ? context.Said($"The view {name} is removed.")
            : context.Refused("There is no such view any more.");
}
