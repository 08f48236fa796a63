using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Workflows;

public static class WorkflowServices
{
    /// <summary>What a silo needs for runs, beside actions.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.TryAddSingleton<IEvidence, RunEvidence>();
        services.TryAddSingleton<IActionDoor, GuardedDoor>();
        services.TryAddSingleton<IRunbookFiles, NoRunbookFiles>();
        services.TryAddSingleton<RunNotices>();
        services.TryAddSingleton<RunExecutor>();
        return services;
    }
}
