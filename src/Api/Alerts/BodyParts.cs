using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using AiSre.Api.Requests;

namespace AiSre.Api.Alerts;

/// <summary>Looks into a body that nobody has vouched for.</summary>
internal static class BodyParts
{
    /// <summary>
    /// A member by name, or null; the last of several, which counts with all readers. Compares raw names: the framework's own look-up unescapes each
    /// of them, and throws when one holds half a surrogate pair.
    /// </summary>
    public static JsonElement? Find(JsonElement parent, string name)
    {
        if (parent.ValueKind is not JsonValueKind.Object) return null;
        var wanted = Encoding.UTF8.GetBytes(name);
        JsonElement? found = null;
        foreach (var member in parent.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual(wanted)) found = member.Value;
        }
        return found;
    }

    /// <summary>The body with some alerts of its list only: the envelope belongs to the alert's identity, so a replay needs it.</summary>
    public static string With(JsonElement body, ICollection<int> indexes) =>
        ListOf(body) is { } list
            ? Encoding.UTF8.GetString(With(body, list, [.. list.Items.EnumerateArray().Where((_, index) => indexes.Contains(index))]))
            : body.GetRawText();

    /// <summary>
    /// The body in parts, each with the envelope and so many alerts at most; none where there are not more. Made one after the other, so that a large
    /// body is never there twice.
    /// </summary>
    public static IEnumerable<byte[]>? Split(JsonElement body, int most) =>
        ListOf(body) is { } list && list.Items.GetArrayLength() > most
            ? list.Items.EnumerateArray().Chunk(most).Select(items => With(body, list, items))
            : null;

    /// <summary>How many alerts its list has; none where it has no list.</summary>
    public static int CountOf(JsonElement body) => ListOf(body)?.Items.GetArrayLength() ?? 0;

    /// <summary>
    /// The text of an object with more fields, which count in place of its own of that name; an empty text is an empty object. What is no object
    /// stays as it is: then it is refused as such.
    /// </summary>
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> body, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var text = body.IsEmpty ? "{}"u8.ToArray() : body;
        var (document, _) = JsonBody.Parse(text, signed: false);
        using (document)
        {
            if (document is not { RootElement: { ValueKind: JsonValueKind.Object } root }) return body;
            var longer = new ArrayBufferWriter<byte>();
            longer.Write(text.Span[..text.Span.LastIndexOf((byte)'}')]);
            var first = root.GetPropertyCount() == 0;
            foreach (var (name, value) in fields)
            {
                longer.Write(first ? "\""u8 : ",\""u8);
                first = false;
                longer.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
                longer.Write("\":\""u8);
                longer.Write(JsonEncodedText.Encode(value).EncodedUtf8Bytes);
                longer.Write("\""u8);
            }
            longer.Write("}"u8);
            return longer.WrittenMemory;
        }
    }

    private static (string? Name, JsonElement Items)? ListOf(JsonElement body)
    {
        if (body.ValueKind is JsonValueKind.Array) return (null, body);
        foreach (var name in (ReadOnlySpan<string>)["alerts", "messages"])
        {
            if (Find(body, name) is { ValueKind: JsonValueKind.Array } items) return (name, items);
        }
        return null;
    }

    private static byte[] With(JsonElement body, (string? Name, JsonElement Items) list, IReadOnlyList<JsonElement> items)
    {
        var text = new ArrayBufferWriter<byte>();
        if (list.Name is null)
        {
            Write(text, items);
            return text.WrittenSpan.ToArray();
        }
        var first = true;
        foreach (var member in body.EnumerateObject())
        {
            text.Write(first ? "{\""u8 : ",\""u8);
            first = false;
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            text.Write(name);
            text.Write("\":"u8);
            if (Encoding.UTF8.GetString(name) == list.Name) Write(text, items);
            else text.Write(JsonMarshal.GetRawUtf8Value(member.Value));
        }
        text.Write("}"u8);
        return text.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> text, IReadOnlyList<JsonElement> items)
    {
        text.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Write(","u8);
            text.Write(JsonMarshal.GetRawUtf8Value(items[i]));
        }
        text.Write("]"u8);
    }
}
