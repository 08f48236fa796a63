namespace AiSre.Api.Platform;

public static class SteadyClockServices
{
    /// <summary>The one clock of the process, Orleans' too: a <see cref="SteadyClock"/>.</summary>
    public static IServiceCollection AddSteadyClock(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new SteadyClock(TimeProvider.System, provider.GetRequiredService<ILogger<SteadyClock>>()));
        services.AddSingleton<TimeProvider>(static provider => provider.GetRequiredService<SteadyClock>());
        services.AddSingleton<IHealthProbe, ClockProbe>();
        return services;
    }
}
