using AiSre.Diagnosis;
using AiSre.Diagnosis.Rules;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.History;
using AiSre.Integrations.Http;
using AiSre.Integrations.Kubernetes;
using AiSre.Integrations.LogBackends;
using AiSre.Integrations.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Integrations.Diagnosis;

public static class DiagnosticianServices
{
    /// <summary>What looks for causes, beside <see cref="KubernetesServices.AddClusters"/>.</summary>
    public static IServiceCollection AddDiagnostician(this IServiceCollection services)
    {
        services.TryAddSingleton<PrometheusApi>();
        return services.AddOutboundHttp()
            .AddSingleton(new Engine(RuleBook.All)).AddSingleton<PrometheusMetrics>().AddSingleton<LogRequests>()
            .AddSingleton<LogBackends.LogBackends>().AddSingleton<RuleFaults>().AddSingleton<IDiagnostician, ClusterDiagnostician>()
            .AddSingleton<ICapacityMetrics, PrometheusCapacity>();
    }
}
