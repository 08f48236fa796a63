using AiSre.Domain.History;
using AiSre.Grains.History;

namespace AiSre.Console.Reports;

/// <summary>What is about to run out, what is different from usual, and what was over at once. Nulls: history is still being read.</summary>
public sealed record OutlookView(CapacityForecast? Forecast, DriftReport? Drift, NoisyIncidents? Noise)
{
    public const int MostNoise = 20;

    public bool IsPending => Forecast is null || Drift is null || Noise is null;

    internal static async Task<OutlookView> LoadAsync(IGrainFactory grains, string workspace)
    {
        var history = grains.GetGrain<IIncidentHistoryGrain>(workspace);
        var (forecast, drift) = (history.ForecastAsync(), history.DriftAsync());
        return new(await forecast, await drift, await history.NoisyAsync(NoisyRules.Brief, MostNoise));
    }
}
