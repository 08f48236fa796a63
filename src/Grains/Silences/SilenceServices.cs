using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Silences;

public static class SilenceServices
{
    /// <summary>A silo's copy of silences.</summary>
    public static IServiceCollection AddSilences(this IServiceCollection services)
    {
        services.AddSingleton(static provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return new SilenceCache(
                workspace => grains.GetGrain<ISilencesGrain>(workspace), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SilenceCache>>());
        });
        return services.AddSingleton<ISilences>(static provider => provider.GetRequiredService<SilenceCache>());
    }
}
