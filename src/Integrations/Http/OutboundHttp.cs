using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Integrations.Http;

/// <summary>
/// Every request to a vendor. No redirects, no proxy, no repeats, no logs: addresses of webhooks are secrets. A channel that a workspace defined
/// itself reaches https on port 443 of public addresses only, and what the operator allows.
/// </summary>
public sealed class OutboundHttp(IHttpClientFactory clients, AllowedTargets allowed, TimeProvider clock)
{
    public const string Trusted = "channels";
    public const string Guarded = "channels-guarded";

    /// <summary>Bytes of an answer that are read. 64 KiB.</summary>
    public const int AnswerBytes = 64 << 10;

    public Task<VendorAnswer> PostJsonAsync(
        ChannelDefinition channel, string url, JsonNode body, CancellationToken cancellation,
            params ReadOnlySpan<(string Name, string Value)> headers) =>
        SendAsync(channel, HttpMethod.Post, url, VendorJson.Of(body), cancellation, headers);

    public Task<VendorAnswer> SendAsync(
        ChannelDefinition channel, HttpMethod method, string url, string? json, CancellationToken cancellation,
            params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, Target(channel, url));
        if (json is not null)
            request.Content = new ByteArrayContent(
                Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AI-SRE", null));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return SendAsync(channel, request, cancellation);
    }

    private async Task<VendorAnswer> SendAsync(ChannelDefinition channel, HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            using var client = clients.CreateClient(channel.IsTrusted ? Trusted : Guarded);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new((int)response.StatusCode, await BodyAsync(response, cancellation), RetryAfter.Of(response, clock.GetUtcNow()));
        }
    }

    private Uri Target(ChannelDefinition channel, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp))
            throw new TargetRefusedException("The target is not an http or https address.");
        if (!channel.IsTrusted && (target.Scheme != Uri.UriSchemeHttps || target.Port != 443) && !allowed.Contains(target.IdnHost, target.Port))
            throw new TargetRefusedException("The target is not https on port 443, and only the operator's own files may name others.");
        return target;
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[AnswerBytes];
        var length = await stream.ReadAtLeastAsync(buffer, AnswerBytes, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
