using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Edge;

/// <summary>One name per request, in the answer's header, in error bodies and in logs.</summary>
internal static class RequestIdentity
{
    public const string Header = "X-Request-Id";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    // Unique per process start; the counter makes it unique within. Nothing secret hangs on it.
    private static readonly string Prefix = $"req-{Random.Shared.Next():x8}-";
    private static long count;

    /// <summary>
    /// Keeps the sender's id when it is well-formed, so that one id follows a request through proxies. Called before hosting sees the request,
    /// because the scope that it opens for log lines keeps the id of that moment; and once more by the edge, for servers that are not wrapped.
    /// </summary>
    public static void Assign(IFeatureCollection features)
    {
        if (features.Get<IHttpRequestIdentifierFeature>() is not { } request || features.Get<IHttpRequestFeature>() is not { } message) return;
        var sent = message.Headers[Header];
        request.TraceIdentifier = sent is [{ Length: > 0 and <= 64 } id] && !id.AsSpan().ContainsAnyExcept(Allowed) ? id : Next();
    }

    /// <summary>Whether the request has its id already.</summary>
    public static bool IsAssigned(HttpContext context) =>
        context.TraceIdentifier is var id
            && (id.StartsWith(Prefix, StringComparison.Ordinal) || context.Request.Headers[Header] is [var sent] && sent == id);

    private static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Interlocked.Increment(ref count):x8}");
}
