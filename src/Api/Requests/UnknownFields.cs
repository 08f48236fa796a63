using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using AiSre.Api.Errors;
using AiSre.Domain;

namespace AiSre.Api.Requests;

/// <summary>Finds the fields of a body that its shape does not have, at any depth, and nulls in lists: no list here has any.</summary>
internal static class UnknownFields
{
    /// <summary>So many are told of; a body can hold very many.</summary>
    private const int Most = 20;

    /// <param name="body">What was sent. Whether its values fit is not looked at.</param>
    /// <param name="shape">What can be sent.</param>
    /// <param name="aliases">Other names that fields of the shape go by.</param>
    public static IEnumerable<FieldError> In(JsonElement body, JsonTypeInfo shape, IReadOnlyDictionary<string, string>? aliases = null) =>
        In(body, shape, aliases, ["body"]).Take(Most);

    private static IEnumerable<FieldError> In(JsonElement value, JsonTypeInfo shape, IReadOnlyDictionary<string, string>? aliases, string[] place)
    {
        if (value.ValueKind is JsonValueKind.Object && shape.Kind is JsonTypeInfoKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                var name = NameOf(member);
                var own = aliases?.GetValueOrDefault(name) ?? name;
                if (shape.Properties.FirstOrDefault(property => property.Name == own) is not { } known)
                {
                    var allowed = Spelling.Allowed(name, shape.Properties.Select(property => property.Name));
                    yield return new([.. place, Spelling.Shown(name)], $"This field is not known here; {allowed}");
                    continue;
                }
                foreach (var error in In(member.Value, shape.Options.GetTypeInfo(known.PropertyType), aliases, [.. place, name])) yield return error;
            }
        }
        else if (value.ValueKind is JsonValueKind.Array && shape.ElementType is { } type)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                string[] at = [.. place, Invariant($"{index++}")];
                // The framework's look at what may be null does not look into lists.
                if (item.ValueKind is JsonValueKind.Null) yield return new(at, "Must not be null.");
                foreach (var error in In(item, shape.Options.GetTypeInfo(type), aliases, at)) yield return error;
            }
        }
    }

    /// <summary>The framework's own way throws when a name holds half a surrogate pair.</summary>
    private static string NameOf(JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        try
        {
            return raw.Contains((byte)'\\') ? member.Name : Encoding.UTF8.GetString(raw);
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(raw);
        }
    }
}
