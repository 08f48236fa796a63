using AiSre.Api.Settings;

namespace AiSre.Api.Edge;

/// <summary>
/// Whose word about the sender's address counts. The framework turns it on by <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> and then believes everybody
/// who reaches the port; this comes after it.
/// </summary>
internal static class ProxyHeaders
{
    public static void AddProxyHeaders(this IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>()
        .PostConfigure<IConfiguration>(static (headers, configuration) =>
        {
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var network in AiSreSettings.TrustedProxies.Read(configuration)) headers.KnownIPNetworks.Add(network);
        });
}
