using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Domain.Definitions.Clusters;

namespace AiSre.Integrations.Telemetry;

/// <summary>Where a telemetry server is asked, and as whom.</summary>
internal static class TelemetryRequests
{
    /// <summary>An address below the one that is configured, which may have a path of its own.</summary>
    public static Uri Below(Uri address, string path) => new($"{address.AbsoluteUri.TrimEnd('/')}/{path}");

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static HttpRequestMessage Post(Uri to, JsonObject body) => new(HttpMethod.Post, to)
    {
        Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json")),
    };

    /// <param name="request">To it.</param>
    /// <param name="source">With what the operator has set.</param>
    /// <param name="tokenScheme">The word before a token.</param>
    public static void Authorize(HttpRequestMessage request, TelemetrySource source, string tokenScheme = "Bearer") =>
        request.Headers.Authorization = source switch
        {
            { Token: { } token } => new(tokenScheme, token),
            { Username: { } name } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{source.Password}"))),
            _ => null,
        };
}
