using AiSre.Integrations.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Integrations;

public static class IntegrationServices
{
    /// <summary>Everything that talks to other people's products.</summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services) => services.AddOutboundHttp().AddChannels();
}
