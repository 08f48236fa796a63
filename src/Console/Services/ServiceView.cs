using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Domain.History;
using AiSre.Grains.Deploys;
using AiSre.Grains.History;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Services;

/// <summary>How one service fails, and what was rolled out of it.</summary>
/// <param name="Name">Of the service.</param>
/// <param name="Profile">Null: history is still being read.</param>
/// <param name="Forecast">What it is about to run out of; null: nothing.</param>
/// <param name="Times">How soon somebody answered and it was over, in 30 days.</param>
/// <param name="Incidents">Newest first.</param>
/// <param name="Deploys">Newest first.</param>
public sealed record ServiceView(
    string Name, ServiceProfile? Profile, CapacityRisk? Forecast, ServiceMetrics? Times, ImmutableArray<IncidentListItem> Incidents,
    ImmutableArray<Deploy> Deploys)
{
    public const int Days = 30;
    private const int Shown = 10;

    /// <summary>Null: it had no incident in 30 days.</summary>
    internal static async Task<ServiceView?> LoadAsync(IGrainFactory grains, string workspace, string service)
    {
        var history = grains.GetGrain<IIncidentHistoryGrain>(workspace);
        var (forecast, metrics) = (history.ForecastAsync(), history.MetricsAsync(Days));
        var deploys = grains.GetGrain<IDeployQueries>(0).RecentAsync(new() { Workspace = workspace, Service = service, Limit = Shown });
        var incidents = grains.GetGrain<IIncidentQueries>(0).ListAsync(new() { Workspace = workspace, Service = service, Limit = Shown });
        var found = await history.ProfilesAsync(service, 1);
        var view = new ServiceView(
            service, found?.Services.FirstOrDefault(), (await forecast)?.Risks.FirstOrDefault(risk => risk.Service == service),
            (await metrics)?.ByService.FirstOrDefault(one => one.Service == service), (await incidents).Items, await deploys);
        return found is { Services.IsEmpty: true } ? null : view;
    }
}
