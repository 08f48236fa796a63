using AiSre.Api.Platform;
using AiSre.Domain;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Definitions;

/// <summary>Whether a silo has found its files of definitions wrong, and whether anything but the log can be told, as the cluster knows it.</summary>
internal sealed class RemoteDefinitionsProbe(IGrainFactory grains) : IHealthProbe
{
    public string Name => HealthChecks.Notifications;

    public string? Detail { get; private set; }

    public async ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        var definitions = grains.GetGrain<IDefinitionsGrain>(DefaultWorkspace.Id);
        var wrong = await definitions.WrongFilesAsync().WaitAsync(cancellation);
        Detail = wrong is not null ? DefinitionsDetail.Of(wrong.Problems)
            : (await definitions.RoutesAsync().WaitAsync(cancellation)).Registered.IsEmpty ? NotificationsDetail.LogOnly
            : null;
        return wrong is null ? HealthState.NotConfigured : HealthState.Degraded;
    }
}
