using AiSre.Console.Requests;

namespace AiSre.Console.AlertQuality;

/// <summary>Which alert rules are worth their pages.</summary>
internal static class QualityPages
{
    private const int Usual = 30;

    public static void MapAlertQuality(this ConsoleRoutes routes) => routes.Page("/alert-quality", Show);

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains)
    {
        var days = context.OneOf("days", QualityView.Periods, Usual);
        return context.Show<QualityPage, QualityView>(
            await QualityView.LoadAsync(grains, context.Workspace, days, QualitySort.Of(context.Query["sort"])));
    }
}
