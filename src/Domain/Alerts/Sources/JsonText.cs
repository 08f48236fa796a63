using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The only place that turns JSON into strings. <see cref="JsonElement.GetString"/>, <see cref="JsonProperty.Name"/> and
/// <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> throw on lone surrogates and broken UTF-8; these never do.
/// </summary>
internal static class JsonText
{
    private const int OnStack = 512;

    /// <summary>The text of a JSON string, broken parts replaced by U+FFFD; null for every other kind of value.</summary>
    public static string? Text(JsonElement element, TextPool? pool = null) =>
        element.ValueKind is JsonValueKind.String ? Decode(JsonMarshal.GetRawUtf8Value(element)[1..^1], pool) : null;

    public static string Name(JsonProperty property, TextPool? pool = null) => Decode(JsonMarshal.GetRawUtf8PropertyName(property), pool);

    /// <summary>The name's bytes for comparing with a literal. Names with escapes are decoded first.</summary>
    public static ReadOnlySpan<byte> NameBytes(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Decode(raw, null)) : raw;
    }

    /// <summary>The text of a string, a number or a boolean; ids come as any of them. Null for objects, arrays and null.</summary>
    public static string? Scalar(JsonElement element, TextPool? pool = null) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element, pool),
        JsonValueKind.Number => Decode(JsonMarshal.GetRawUtf8Value(element), pool),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>What was found, for a sentence: "an array", "text".</summary>
    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "absent",
    };

    private static string Decode(ReadOnlySpan<byte> raw, TextPool? pool)
    {
        if (raw.IsEmpty) return "";
        if (!raw.Contains((byte)'\\')) return pool is null ? Encoding.UTF8.GetString(raw) : pool.Get(raw);

        char[]? rented = null;
        var buffer = raw.Length <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(raw.Length);
        var text = buffer[..Unescape(raw, buffer)];
        ReplaceBroken(text);
        var result = pool is null ? text.ToString() : pool.Get(text);
        if (rented is not null) ArrayPool<char>.Shared.Return(rented, clearArray: true);
        return result;
    }

    private static int Unescape(ReadOnlySpan<byte> raw, Span<char> target)
    {
        var length = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0) plain = raw.Length;
            length += Encoding.UTF8.GetChars(raw[..plain], target[length..]);
            raw = raw[plain..];
            if (raw.Length < 2) break;
            if (raw[1] == 'u' && raw.Length >= 6)
            {
                target[length++] = ushort.TryParse(raw[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
                    ? (char)unit
                    : '\uFFFD';
                raw = raw[6..];
                continue;
            }
            target[length++] = raw[1] switch
            {
                (byte)'n' => '\n',
                (byte)'t' => '\t',
                (byte)'r' => '\r',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                var other => (char)other,
            };
            raw = raw[2..];
        }
        return length;
    }

    private static void ReplaceBroken(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // PostgreSQL's text cannot hold it, and nobody means it.
            if (text[i] == '\0') text[i] = ' ';
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else text[i] = '\uFFFD';
        }
    }
}
