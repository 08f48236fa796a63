using System.Text.Json;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>The fields of one JSON object, read once; a field that comes twice counts as its last value. Anything else reads as no fields.</summary>
internal sealed class JsonFields
{
    private static readonly JsonFields None = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> fields;

    private JsonFields(IEqualityComparer<string> names) => fields = new(names);

    public static JsonFields Of(JsonElement element) => Of(element, StringComparer.Ordinal);

    /// <summary>Whatever way the names are spelled: <c>dedupKey</c> is <c>dedup_key</c>.</summary>
    public static JsonFields Loose(JsonElement element) => Of(element, LooseWords.Comparer);

    private static JsonFields Of(JsonElement element, IEqualityComparer<string> names)
    {
        if (element.ValueKind is not JsonValueKind.Object) return None;
        var fields = new JsonFields(names);
        foreach (var property in element.EnumerateObject()) fields.fields[JsonText.Name(property)] = property.Value;
        return fields;
    }

    /// <summary>The value, or an undefined element when the field is absent.</summary>
    public JsonElement this[string name] => this.fields.GetValueOrDefault(name);

    public Dictionary<string, JsonElement>.KeyCollection Names => this.fields.Keys;

    public IEnumerable<KeyValuePair<string, JsonElement>> All => this.fields;

    /// <summary>True when the field is there and is not null.</summary>
    public bool Has(string name) => this[name].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public JsonFields Object(string name) => Of(this[name]);

    /// <summary>The first of these fields that holds text that is not blank, trimmed.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (JsonText.Text(this[name])?.Trim() is { Length: > 0 } text) return text;
        }
        return null;
    }

    /// <summary>As <see cref="Text"/>, but numbers and booleans count too: vendors send one id as both.</summary>
    public string? Scalar(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (JsonText.Scalar(this[name])?.Trim() is { Length: > 0 } text) return text;
        }
        return null;
    }

    /// <summary>As <see cref="Scalar"/>, and of an array its first usable element: templates print one value or a list of them.</summary>
    public string? FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (First(this[name]) is { } text) return text;
        }
        return null;
    }

    public DateTimeOffset? Time(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (SignalTime.Read(this[name]) is { } time) return time;
        }
        return null;
    }

    /// <summary>The text of a scalar, or of the first scalar in an array.</summary>
    public static string? First(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Array) return JsonText.Scalar(element)?.Trim() is { Length: > 0 } text ? text : null;
        foreach (var item in element.EnumerateArray())
        {
            if (JsonText.Scalar(item)?.Trim() is { Length: > 0 } found) return found;
        }
        return null;
    }
}
