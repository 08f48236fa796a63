using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiSre.Grains.Heartbeats;

public static class HeartbeatServices
{
    /// <summary>What a silo needs for the heartbeats that come in.</summary>
    public static IServiceCollection AddHeartbeats(this IServiceCollection services) =>
        services.AddSingleton<SiloStart>().AddSingleton<IHostedService>(static provider => provider.GetRequiredService<SiloStart>());
}
