using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Notifications;

public static class NotificationServices
{
    /// <summary>The log of workspaces that have defined nobody to tell, and of pages that have reached nobody.</summary>
    public static IServiceCollection AddUnroutedLog(this IServiceCollection services) =>
        services.AddSingleton<UnroutedLog>().AddSingleton<UnreachedPages>();

    /// <summary>The links by which people acknowledge without signing in.</summary>
    public static IServiceCollection AddSignedLinks(this IServiceCollection services) =>
        services.AddSingleton<LinkKey>().AddSingleton<LinkWriter>();
}
