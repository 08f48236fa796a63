using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Definitions;

public static class DefinitionsServices
{
    /// <summary>This silo's copy of what workspaces have defined, and the log of those that have defined nothing.</summary>
    public static IServiceCollection AddDefinitions(this IServiceCollection services)
    {
        services.TryAddSingleton<EnvironmentVariable>(Environment.GetEnvironmentVariable);
        services.TryAddSingleton(AllowedTargets.None);
        services.TryAddSingleton(ChannelTypes.None);
        services.TryAddSingleton(static provider => new DefinitionsReader(DefinitionSections.Of(provider.GetRequiredService<ChannelTypes>())));
        services.AddSingleton<DefinitionsCache>();
        services.AddSingleton<UnroutedLog>();
        return services.AddSingleton<IDefinitions>(static provider => provider.GetRequiredService<DefinitionsCache>());
    }
}
