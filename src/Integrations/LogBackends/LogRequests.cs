using System.Net;
using System.Text.Json;
using AiSre.Domain;
using AiSre.Integrations.Http;
using AiSre.Integrations.Kubernetes;

namespace AiSre.Integrations.LogBackends;

/// <summary>Asks a backend over HTTP. Its address is the operator's; what it answers is not believed to be anything.</summary>
public sealed class LogRequests(IHttpClientFactory clients)
{
    private const int MostBytes = 8 << 20, MostSaid = 200;

    /// <returns>What it answers, as JSON.</returns>
    /// <exception cref="LogBackendException">It cannot be reached, refuses, or answers something else.</exception>
    internal async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.UserAgent.Add(new("AI-SRE", null));
        try
        {
            using var client = clients.CreateClient(OutboundHttp.Trusted);
            client.MaxResponseContentBufferSize = MostBytes;
            using var response = await client.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new LogBackendException(Refusal(response.StatusCode, text));
        }
        // A character set that nobody knows is none either.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new LogBackendException("its answer is no JSON", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new LogBackendException($"it cannot be reached: {Said(exception.Message)}", exception);
        }
    }

    private static string Refusal(HttpStatusCode status, string text) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"it refuses the credentials ({(int)status})",
        HttpStatusCode.TooManyRequests => "it is asked too often (429)",
        _ when Said(text) is { Length: > 0 } said => $"{(int)status}: {said}",
        _ => $"it answers {(int)status}",
    };

    private static string Said(string text)
    {
        var line = SecretText.Redact(OneLine.Of(text)) ?? "";
        return line.Length <= MostSaid ? line : line[..MostSaid];
    }
}
