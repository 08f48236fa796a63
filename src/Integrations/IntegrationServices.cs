using AiSre.Grains.Notifications;
using AiSre.Integrations.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Integrations;

public static class IntegrationServices
{
    /// <summary>Everything that talks to other people's products.</summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services)
    {
        services.AddSingleton<INotificationChannel, LogNotifications>();
        return services;
    }
}
