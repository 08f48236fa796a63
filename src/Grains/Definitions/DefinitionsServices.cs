using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Definitions;

public static class DefinitionsServices
{
    /// <summary>This silo's copy of what workspaces have defined.</summary>
    public static IServiceCollection AddDefinitions(this IServiceCollection services)
    {
        services.TryAddSingleton<EnvironmentVariable>(Environment.GetEnvironmentVariable);
        services.TryAddSingleton(AllowedTargets.None);
        services.TryAddSingleton(ChannelTypes.None);
        services.TryAddSingleton(static provider => new DefinitionsReader(DefinitionSections.Of(provider.GetRequiredService<ChannelTypes>())));
        services.AddSingleton<DefinitionsCache>();
        return services.AddSingleton<IDefinitions>(static provider => provider.GetRequiredService<DefinitionsCache>());
    }
}
