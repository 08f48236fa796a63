using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Integrations.Kubernetes;

public static class KubernetesServices
{
    /// <summary>The clusters that are read and acted on; none is allowed, and then everything says that it is unavailable.</summary>
    /// <param name="services">Of the silo.</param>
    /// <param name="access">How each is reached.</param>
    /// <param name="definitions">Whose each is, and which one an alert without a cluster's label means.</param>
    public static IServiceCollection AddClusters(
        this IServiceCollection services, IReadOnlyCollection<ClusterAccess> access, ClusterDefinitions definitions) =>
        services.AddSingleton(provider => new Clusters(access, definitions, new ClusterLimits(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IWorkspaceClusters>(provider => provider.GetRequiredService<Clusters>());
}
