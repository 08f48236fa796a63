using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Incidents;

/// <summary>Builds the JSON object of a timeline event. Nulls are left out.</summary>
public static class EventPayload
{
    /// <summary>Written as null, where it is to be said that nobody knows.</summary>
    public static readonly object Unknown = new();

    public static string Of(params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields) Write(json, name, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The same object with one text more, which it must not have yet.</summary>
    public static string With(string payload, string name, string text)
    {
        var last = payload.LastIndexOf('}');
        var field = $"\"{JsonEncodedText.Encode(name)}\":\"{JsonEncodedText.Encode(text)}\"}}";
        return payload.AsSpan(0, last).TrimEnd() is "{" ? $"{{{field}" : $"{payload.AsSpan(0, last)},{field}";
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: break;
            case var _ when value == Unknown: json.WriteNull(name); break;
            case string text: json.WriteString(name, text); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteNumber(name, number); break;
            case double number: json.WriteNumber(name, Math.Round(number, 4)); break;
            case DateTimeOffset instant: json.WriteString(name, instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)); break;
            case IEnumerable<string> list:
                json.WriteStartArray(name);
                foreach (var item in list) json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            default: throw new ArgumentException($"A timeline payload cannot hold a {value.GetType().Name}.", nameof(value));
        }
    }
}
