using System.Net.Http.Headers;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Http;

namespace AiSre.Integrations.Telemetry;

/// <summary>The HTTP API of Prometheus and of what speaks like it. Its address is the operator's.</summary>
public sealed class PrometheusApi(IHttpClientFactory clients)
{
    private const int MostBytes = 8 << 20;

    /// <param name="source">Which.</param>
    /// <param name="path">Below <c>/api/v1/</c>, with the query.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="HttpRequestException">It cannot be reached, or answers more than anybody wants to read.</exception>
    internal async Task<(int Status, byte[] Body)> GetAsync(TelemetrySource source, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TelemetryRequests.Below(source.Url, $"api/v1/{path}"));
        TelemetryRequests.Authorize(request, source);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var client = clients.CreateClient(OutboundHttp.Trusted);
        client.MaxResponseContentBufferSize = MostBytes;
        using var response = await client.SendAsync(request, cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
    }
}
