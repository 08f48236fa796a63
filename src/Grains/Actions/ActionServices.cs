using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Actions;

public static class ActionServices
{
    /// <summary>What the gates of a silo need, beside its clusters.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.TryAddSingleton(new ActionOptions());
        services.AddSingleton<ActionCases>();
        return services;
    }
}
