using System.Text;
using System.Text.Json;

namespace AiSre.Domain;

/// <summary>Takes the secrets out of a body that somebody sent, before it is kept. Everything else stays as it was, byte by byte.</summary>
public static class Redaction
{
    private static readonly byte[] Instead = Encoding.UTF8.GetBytes($"\"{SecretText.Secret}\"");

    /// <param name="body">UTF-8: JSON, or any text.</param>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        if (!SecretText.MayHoldSecrets(text)) return text;
        try
        {
            return OfJson(body);
        }
        catch (JsonException)
        {
            return SecretText.Redact(text)!;
        }
    }

    private static string OfJson(ReadOnlySpan<byte> body)
    {
        var kept = new List<byte>(body.Length);
        var copied = 0;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 64 });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                if (TextOf(reader) is { } name && !SecretNames.Contains(name)) continue;
                reader.Read();
                if (reader.TokenType is JsonTokenType.Null) continue;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Replace(body, start, (int)reader.BytesConsumed, Instead);
            }
            else if (reader.TokenType is JsonTokenType.String)
            {
                if (TextOf(reader) is not { } value) Replace(body, (int)reader.TokenStartIndex, (int)reader.BytesConsumed, Instead);
                else if (SecretText.MayHoldSecrets(value) && SecretText.Redact(value) is { } redacted && redacted != value)
                    Replace(body, (int)reader.TokenStartIndex, (int)reader.BytesConsumed, Quoted(redacted));
            }
        }
        kept.AddRange(body[copied..]);
        return Encoding.UTF8.GetString([.. kept]);

        void Replace(ReadOnlySpan<byte> all, int start, int end, ReadOnlySpan<byte> instead)
        {
            kept.AddRange(all[copied..start]);
            kept.AddRange(instead);
            copied = end;
        }
    }

    private static byte[] Quoted(string text) => [.. "\""u8, .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, .. "\""u8];

    /// <summary>Null when it holds half a surrogate pair, and so is no text.</summary>
    private static string? TextOf(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
