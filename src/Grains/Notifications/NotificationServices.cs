using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Notifications;

public static class NotificationServices
{
    /// <summary>The log of workspaces that have defined nobody to tell.</summary>
    public static IServiceCollection AddUnroutedLog(this IServiceCollection services) => services.AddSingleton<UnroutedLog>();
}
