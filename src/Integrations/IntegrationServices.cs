using AiSre.Grains.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Http;
using AiSre.Integrations.Logs;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Integrations;

public static class IntegrationServices
{
    /// <summary>Everything that talks to other people's products.</summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services)
    {
        services.AddOutboundHttp();
        services.AddSingleton<INotificationChannel, LogNotifications>();
        services.AddSingleton<INotificationChannel, SlackNotifications>();
        services.AddSingleton<INotificationChannel, TeamsNotifications>();
        services.AddSingleton<INotificationChannel, PagerDutyNotifications>();
        services.AddSingleton<INotificationChannel, EmailNotifications>();
        services.AddSingleton<INotificationChannel, WebhookNotifications>();
        return services;
    }
}
