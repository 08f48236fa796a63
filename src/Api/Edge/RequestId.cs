using System.Buffers;
using System.Globalization;

namespace AiSre.Api.Edge;

/// <summary>One name per request, in the answer's header, in error bodies and in logs.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    // Unique per process start; the counter makes it unique within. Nothing secret hangs on it.
    private static readonly string Prefix = $"req-{Random.Shared.Next():x8}-";
    private static long _count;

    /// <summary>Keeps the sender's id when it is well-formed, so that one id follows a request through proxies.</summary>
    public static void Assign(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        context.TraceIdentifier = sent is [{ Length: > 0 and <= 64 } id] && !id.AsSpan().ContainsAnyExcept(Allowed) ? id : Next();
    }

    private static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Interlocked.Increment(ref _count):x8}");
}
