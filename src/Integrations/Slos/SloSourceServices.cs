using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Slos;
using AiSre.Integrations.Http;
using AiSre.Integrations.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Integrations.Slos;

public static class SloSourceServices
{
    /// <summary>What objectives ask for numbers.</summary>
    public static IServiceCollection AddSloSources(this IServiceCollection services)
    {
        services.TryAddSingleton<PrometheusApi>();
        services.TryAddSingleton(ClusterDefinitions.None);
        return services.AddOutboundHttp().AddSingleton<IPrometheusQueries, PrometheusQueries>();
    }
}
