using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Logs;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Sandbox;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Integrations;

/// <summary>The channels that there are, one line each: what it is like, and what sends to it.</summary>
public static class Channels
{
    private static readonly ImmutableArray<(ChannelType Type, Type Sender)> All =
    [
        (SlackChannelType.Instance, typeof(SlackNotifications)),
        (TeamsChannelType.Instance, typeof(TeamsNotifications)),
        (PagerDutyChannelType.Instance, typeof(PagerDutyNotifications)),
        (EmailChannelType.Instance, typeof(EmailNotifications)),
        (WebhookChannelType.Instance, typeof(WebhookNotifications)),
        (SandboxChannelType.Instance, typeof(SandboxNotifications)),
    ];

    public static ChannelTypes Types { get; } = new(All.Select(channel => channel.Type));

    internal static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton(Types);
        services.AddSingleton<INotificationChannel, LogNotifications>();
        foreach (var (_, sender) in All) services.AddSingleton(typeof(INotificationChannel), sender);
        return services.AddHostedService<ChannelCheck>();
    }
}
