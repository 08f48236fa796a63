using AiSre.Api.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Edge;

/// <summary>
/// Wraps the web server, because hosting logs and traces a request before the first middleware runs: a key in the address would
/// be in both, and the request's id in neither. Costs one call per request and passes the server's own features through, so that pooling stays
/// intact.
/// </summary>
internal sealed class QueryKeyServer(IServer inner) : IServer
{
    public IFeatureCollection Features => inner.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull =>
        inner.StartAsync(new Application<TContext>(application), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    /// <summary>Wraps the server that is registered last, which is the one that hosting takes.</summary>
    public static void Wrap(IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IServer)) is not { } server) return;
        services.Remove(server);
        services.AddSingleton<IServer>(provider => new QueryKeyServer((IServer)(
            server.ImplementationInstance
            ?? server.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, server.ImplementationType!))));
    }

    private sealed class Application<TContext>(IHttpApplication<TContext> inner) : IHttpApplication<TContext> where TContext : notnull
    {
        public TContext CreateContext(IFeatureCollection contextFeatures)
        {
            QueryKey.Strip(contextFeatures);
            PresentedLink.Strip(contextFeatures);
            RequestIdentity.Assign(contextFeatures);
            return inner.CreateContext(contextFeatures);
        }

        public Task ProcessRequestAsync(TContext context) => inner.ProcessRequestAsync(context);

        public void DisposeContext(TContext context, Exception? exception) => inner.DisposeContext(context, exception);
    }
}
