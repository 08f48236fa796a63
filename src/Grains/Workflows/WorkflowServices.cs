using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Workflows;

public static class WorkflowServices
{
    /// <summary>What a silo needs for runs. Doors that are not there yet are closed.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.TryAddSingleton<NothingConnected>();
        services.TryAddSingleton<IEvidence>(static provider => provider.GetRequiredService<NothingConnected>());
        services.TryAddSingleton<IActionDoor>(static provider => provider.GetRequiredService<NothingConnected>());
        services.TryAddSingleton<IRunbookFiles, NoRunbookFiles>();
        services.TryAddSingleton<RunNotices>();
        services.TryAddSingleton<RunExecutor>();
        return services;
    }
}
