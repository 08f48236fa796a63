using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Notifications;

public static class NotificationServices
{
    /// <summary>
    /// The log of workspaces that have defined nobody to tell, of pages that have reached nobody, and of messages that were given up.
    /// </summary>
    public static IServiceCollection AddUnroutedLog(this IServiceCollection services) =>
        services.AddSingleton<UnroutedLog>().AddSingleton<UnreachedPages>().AddSingleton<GivenUpMessages>();

    /// <summary>The links by which people acknowledge without signing in.</summary>
    public static IServiceCollection AddSignedLinks(this IServiceCollection services) =>
        services.AddSingleton<LinkKey>().AddSingleton<LinkWriter>();
}
