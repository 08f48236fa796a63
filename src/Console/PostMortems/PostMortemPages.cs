using AiSre.Console.IncidentDetail;
using AiSre.Console.Reports;
using AiSre.Console.Requests;
using AiSre.Domain.Reports.PostMortems;
using AiSre.Grains;
using AiSre.Grains.Reports;

namespace AiSre.Console.PostMortems;

/// <summary>What happened, so that it does not happen again. Written anew each time, and stored nowhere.</summary>
internal static class PostMortemPages
{
    public static void MapPostMortems(this ConsoleRoutes routes)
    {
        routes.Page("/incidents/{id}/postmortem", Show);
        routes.Page("/incidents/{id}/postmortem.md", File, ConsoleCost.Report);
    }

    private static async Task<IResult> Show(string id, ConsoleContext context, IGrainFactory grains) =>
        await WriteAsync(id, context, grains) is { } written
            ? context.Show<PostMortemPage, PostMortemView>(new(written))
            : IncidentActs.Missing(id, context);

    private static async Task<IResult> File(string id, ConsoleContext context, IGrainFactory grains) =>
        await WriteAsync(id, context, grains) is { } written
            ? ReportPages.File(PostMortemMarkdown.Of(written), $"postmortem-{id}.md")
            : IncidentActs.Missing(id, context);

    private static Task<PostMortem?> WriteAsync(string id, ConsoleContext context, IGrainFactory grains) => GrainKeys.IsIncidentId(id)
        ? grains.GetGrain<IReports>(0).PostMortemAsync(context.Workspace, id)
        : Task.FromResult<PostMortem?>(null);
}

/// <param name="Written">From stored facts alone.</param>
public sealed record PostMortemView(PostMortem Written)
{
    public string Markdown { get; } = PostMortemMarkdown.Of(Written);
}
