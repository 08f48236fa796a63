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
}
