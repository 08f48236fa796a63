using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Slos;

public static class SloServices
{
    /// <summary>What a silo needs for objectives, beside who asks a Prometheus.</summary>
    public static IServiceCollection AddSlos(this IServiceCollection services) =>
        services.AddSingleton<SloDowntimes>().AddSingleton<PrometheusReader>();
}
