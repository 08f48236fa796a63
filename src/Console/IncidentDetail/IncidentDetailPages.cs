using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.Requests;

namespace AiSre.Console.IncidentDetail;

/// <summary>One incident, and what its alerts were read from.</summary>
internal static class IncidentDetailPages
{
    public static void MapIncidentDetail(this ConsoleRoutes routes)
    {
        routes.Page("/incidents/{id}", Show);
        routes.Page("/incidents/{id}/deliveries", Deliveries);
        routes.MapIncidentActs();
        routes.MapDiagnosisActs();
    }

    private static async Task<IResult> Show(string id, ConsoleContext context, IGrainFactory grains) =>
        await IncidentView.LoadAsync(id, context, grains) is { } view
            ? context.Show<IncidentDetailPage, IncidentView>(view)
            : IncidentActs.Missing(id, context);

    private static async Task<IResult> Deliveries(string id, ConsoleContext context, IGrainFactory grains) =>
        await ShownIncident.FindAsync(id, context, grains) is { } shown
            ? context.Show<DeliveriesPage, DeliveriesView>(await DeliveriesView.LoadAsync(shown))
            : IncidentActs.Missing(id, context);
}
