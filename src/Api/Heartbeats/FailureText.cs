using System.Text;

namespace AiSre.Api.Heartbeats;

/// <summary>What a job that has failed sends along: mostly the end of its log.</summary>
internal static class FailureText
{
    private const int MostBytes = 8 << 10;

    /// <summary>The last 8 KB as text that every database can hold; empty when there is nothing to say.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        if (body.Length > MostBytes) body = body[^MostBytes..];
        var text = Encoding.UTF8.GetString(body).Replace('\0', ' ').Trim();
        return text is "{}" ? "" : text;
    }
}
