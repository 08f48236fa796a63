using k8s;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Makes the library's client for a cluster.</summary>
internal static class ApiServerClient
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(3);

    public static IKubernetes Make(ClusterAccess access, TimeProvider clock)
    {
        var configuration = access.Read();
        SocketsHttpHandler? sockets = null;
        configuration.FirstMessageHandlerSetup = handler =>
        {
            sockets = handler;
            handler.ConnectTimeout = Connecting;
            // A redirect would carry a write, and perhaps its token, to where nobody sent it.
            handler.AllowAutoRedirect = false;
            // A name that points somewhere else after a move of the API server is looked up again.
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        };
        var client = new k8s.Kubernetes(configuration);
        if (sockets is not null && !configuration.SkipTlsVerify)
            sockets.SslOptions.RemoteCertificateValidationCallback = ServerTrust.Of(configuration.SslCaCerts, clock);
        return client;
    }
}
