using AiSre.Grains;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Silo;

/// <summary>After a restart nobody calls an intake whose alert has gone quiet: wake those that hold back a resolve.</summary>
internal sealed class HeldResolves(IAlertIndex index, IGrainFactory grains) : IStartupTask
{
    public async Task Execute(CancellationToken cancellationToken)
    {
        foreach (var (workspace, scope) in await index.HeldScopesAsync())
        {
            await grains.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake(workspace, scope)).WakeAsync();
        }
    }
}
