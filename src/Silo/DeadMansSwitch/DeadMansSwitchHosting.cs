namespace AiSre.Silo.DeadMansSwitch;

internal static class DeadMansSwitchHosting
{
    public static IServiceCollection AddDeadMansSwitch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(HeartbeatOptions.Read(configuration));
        services.AddSingleton<PlatformPulse>();
        // One client for as long as the silo lives, so connections must not outlive the name that they were made by. The address may hold a secret:
        // no logs of it.
        services.AddHttpClient<DeadMansSwitchService>().RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler(static (handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2));
        services.AddHostedService(static provider => provider.GetRequiredService<DeadMansSwitchService>());
        return services;
    }
}
