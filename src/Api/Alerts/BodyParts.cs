using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

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
