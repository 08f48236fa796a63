using System.Text;

namespace AiSre.Benchmarks.Load;

/// <summary>The very same bytes for every target.</summary>
internal static class HttpRequestBytes
{
    /// <param name="body">JSON.</param>
    /// <param name="workspace">Named in a header; null: none.</param>
    /// <param name="key">Of the API; null: none.</param>
    public static byte[] Post(string body, string? workspace = null, string? key = null) => Encoding.ASCII.GetBytes(
        $"POST /api/v2/alerts HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Prometheus/2.42.0\r\nContent-Type: application/json\r\n"
        + $"{(workspace is null ? "" : $"X-Workspace-Id: {workspace}\r\n")}{(key is null ? "" : $"X-API-Key: {key}\r\n")}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}");

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
}
