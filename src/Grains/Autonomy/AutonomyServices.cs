using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Autonomy;

public static class AutonomyServices
{
    /// <summary>What cycles need, beside <see cref="Actions.ActionServices.AddActions"/>.</summary>
    public static IServiceCollection AddAutonomy(this IServiceCollection services) =>
        services.AddSingleton<AutonomyLog>().AddSingleton<AutonomyFacts>();
}
