using AiSre.Domain.Definitions.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Integrations.Http;

internal static class OutboundHttpServices
{
    public static IServiceCollection AddOutboundHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(AllowedTargets.None);
        services.TryAddSingleton<GuardedDialer>(static provider => new GuardedDialer(provider.GetRequiredService<AllowedTargets>()));
        services.AddSingleton<OutboundHttp>();
        AddClient(services, OutboundHttp.Trusted, static _ => Handler());
        AddClient(services, OutboundHttp.Guarded, static provider =>
        {
            var dialer = provider.GetRequiredService<GuardedDialer>();
            var handler = Handler();
            handler.ConnectCallback = async (context, cancellation) =>
                new System.Net.Sockets.NetworkStream(
                    await dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation), ownsSocket: true);
            return handler;
        });
        return services;
    }

    private static void AddClient(IServiceCollection services, string name, Func<IServiceProvider, SocketsHttpHandler> handler) => services
        .AddHttpClient(name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(handler)
        // The handler renews its own connections.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        // The factory's loggers write whole addresses.
        .RemoveAllLoggers();

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 32,
        // No trace headers for vendors, and no spans that hold addresses.
        ActivityHeadersPropagator = null,
    };
}
