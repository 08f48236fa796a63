using System.Runtime.InteropServices;
using System.Text;

namespace AiSre.Api.Alerts;

/// <summary>Looks into a body that nobody has vouched for.</summary>
internal static class BodyParts
{
    /// <summary>
    /// A member by name, or null. Compares raw names: the framework's own look-up unescapes each of them, and throws when one holds half a
    /// surrogate pair.
    /// </summary>
    public static JsonElement? Find(JsonElement parent, string name)
    {
        if (parent.ValueKind is not JsonValueKind.Object) return null;
        var wanted = Encoding.UTF8.GetBytes(name);
        foreach (var member in parent.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual(wanted)) return member.Value;
        }
        return null;
    }

    /// <summary>The body with one alert of its list only: the envelope belongs to the alert's identity, so a replay needs it.</summary>
    public static string With(JsonElement body, int index)
    {
        if (body.ValueKind is JsonValueKind.Array) return index < body.GetArrayLength() ? $"[{body[index].GetRawText()}]" : body.GetRawText();
        var list = Find(body, "alerts") is { } alerts
            ? ("alerts", alerts)
            : Find(body, "messages") is { } messages ? ("messages", messages) : default;
        if (list.Item2.ValueKind is not JsonValueKind.Array || index >= list.Item2.GetArrayLength()) return body.GetRawText();

        var text = new StringBuilder("{");
        foreach (var member in body.EnumerateObject())
        {
            if (text.Length > 1) text.Append(',');
            var name = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member));
            text.Append('"').Append(name).Append("\":")
                .Append(name == list.Item1 ? $"[{list.Item2[index].GetRawText()}]" : member.Value.GetRawText());
        }
        return text.Append('}').ToString();
    }
}
