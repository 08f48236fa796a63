using AiSre.Api.Platform;
using AiSre.Grains;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Definitions;

/// <summary>Whether a silo has found its files of definitions wrong, as the cluster knows it.</summary>
internal sealed class RemoteDefinitionsProbe(IGrainFactory grains) : IHealthProbe
{
    public string Name => HealthChecks.Notifications;

    public string? Detail { get; private set; }

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        var wrong = await grains.GetGrain<IDefinitionsGrain>(GrainKeys.DefaultWorkspace).WrongFilesAsync().WaitAsync(cancellation);
        Detail = wrong is null ? null : DefinitionsDetail.Of(wrong.Problems);
        return wrong is null ? HealthState.NotConfigured : HealthState.Degraded;
    }
}
