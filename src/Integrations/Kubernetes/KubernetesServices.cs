using AiSre.Grains.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Integrations.Kubernetes;

public static class KubernetesServices
{
    /// <summary>The clusters that are read and acted on; none is allowed, and then everything says that it is unavailable.</summary>
    /// <param name="services">Of the silo.</param>
    /// <param name="access">How each is reached.</param>
    /// <param name="standard">The one that an alert without a cluster's label means.</param>
    public static IServiceCollection AddClusters(this IServiceCollection services, IReadOnlyCollection<ClusterAccess> access, string? standard)
    {
        services.AddSingleton(provider => new Clusters(access, standard, new ClusterLimits(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IClusterGateway, ClusterGateway>();
        return services.AddSingleton<IClusterEvidence, ClusterEvidence>();
    }
}
