using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Actions;

public static class ActionServices
{
    /// <summary>What the gates of a silo need. Clusters are none unless a gateway to some is registered before or after.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.TryAddSingleton(new ActionOptions());
        services.TryAddSingleton<IClusterGateway, NoClusters>();
        services.TryAddSingleton<IClusterEvidence, NoClusterEvidence>();
        services.AddSingleton<ActionCases>();
        return services;
    }
}
