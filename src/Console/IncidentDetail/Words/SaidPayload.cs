using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>Reads what an event of the timeline says beside its type. What is not there, or not of this kind, is null.</summary>
internal readonly struct SaidPayload(string json)
{
    private readonly JsonElement root = JsonElement.Parse(json);

    public string? Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public long? Whole(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public double? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public bool Is(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>It is said not to be so; null says that nobody knows.</summary>
    public bool IsNot(string name) => Find(name) is { ValueKind: JsonValueKind.False };

    public DateTimeOffset? Instant(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public ImmutableArray<string> Texts(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    private JsonElement? Find(string name) => root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var value) ? value : null;
}
