using System.Text.Unicode;
using AiSre.Api.Errors;

namespace AiSre.Api.Requests;

/// <summary>Reads JSON that somebody sent.</summary>
internal static class JsonBody
{
    /// <param name="text">UTF-8, with a byte order mark or without.</param>
    /// <param name="signed">A key twice in a signed body would let the signer and us read two different things.</param>
    public static (JsonDocument? Document, ProblemResult? Problem) Parse(ReadOnlyMemory<byte> text, bool signed)
    {
        if (!Utf8.IsValid(text.Span))
            return (null, Problems.BadRequest("The body is not valid UTF-8. Send it in UTF-8, whatever its Content-Type says.", "invalid_encoding"));
        var options = new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = !signed };
        try
        {
            return (JsonDocument.Parse(WithoutMark(text), options), null);
        }
        catch (JsonException exception)
        {
            return (null, JsonProblems.Of(exception));
        }
    }

    /// <summary>The text behind a byte order mark, which Windows' tools write.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>Whether it begins as an object or an array does.</summary>
    public static bool Begins(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        return text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }
}
