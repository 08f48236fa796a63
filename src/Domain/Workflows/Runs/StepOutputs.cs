using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What a step keeps for later ones: at most 32 KB, because it travels with the run wherever that goes.</summary>
/// <param name="Json">A JSON object.</param>
/// <param name="IsTruncated">Parts were left out.</param>
public sealed record StepOutputs(string Json, bool IsTruncated)
{
    public const int MaxBytes = 32 * 1024;

    /// <param name="json">What was read.</param>
    /// <param name="paths">What is kept of it, by name; empty: all of it.</param>
    public static StepOutputs Of(string? json, ImmutableSortedDictionary<string, string> paths)
    {
        var root = json is null ? null : JsonElements.Parse(json);
        var members = paths.IsEmpty
            ? root is { ValueKind: JsonValueKind.Object } whole ? whole.EnumerateObject()
                .Select(member => (member.Name, (JsonElement?)member.Value)) : []
            : paths.Select(path => (path.Key, At(root, path.Value)));
        return Limited(members);
    }

    public static StepOutputs Of(IEnumerable<KeyValuePair<string, JsonElement>> values) =>
        Limited(values.Select(value => (value.Key, (JsonElement?)value.Value)));

    private static JsonElement? At(JsonElement? root, string path) =>
        root is { } from && ValuePath.ParseJson(path, out _) is { } parsed ? ValuePath.Walk(from, parsed.Segments.AsSpan()) : null;

    /// <summary>In their order, as long as there is room; of a text and a list that are too long the beginning.</summary>
    private static StepOutputs Limited(IEnumerable<(string Name, JsonElement? Value)> members)
    {
        var (kept, truncated, room) = (new Dictionary<string, object?>(), false, MaxBytes - 2);
        foreach (var (name, value) in members)
        {
            // Quotes, colon and comma, and a name that is written with escapes at worst.
            room -= JsonSerializer.SerializeToUtf8Bytes(name).Length + 2;
            if (room < 4) return new(JsonSerializer.Serialize(kept), true);
            var fitting = value is { } given ? Fitting(given, room, ref truncated) : null;
            kept[name] = fitting;
            room -= fitting is { } written ? Size(written) : 4;
        }
        return new(JsonSerializer.Serialize(kept), truncated);
    }

    private static JsonElement? Fitting(JsonElement value, int room, ref bool truncated)
    {
        if (Size(value) <= room) return value;
        truncated = true;
        return value.ValueKind switch
        {
            JsonValueKind.String => Shortened(value.GetString()!, room),
            JsonValueKind.Array => Fewer(value, room),
            _ => null,
        };
    }

    /// <summary>No character takes more than six bytes (an escape), so a sixth always fits.</summary>
    private static JsonElement Shortened(string text, int room)
    {
        var length = Math.Min(text.Length, Math.Max(0, room - 2));
        while (length > 0)
        {
            if (char.IsHighSurrogate(text[length - 1])) length--;
            var shorter = JsonSerializer.SerializeToElement(text[..length]);
            if (Size(shorter) <= room) return shorter;
            length = length * 3 / 4;
        }
        return JsonSerializer.SerializeToElement("");
    }

    private static JsonElement Fewer(JsonElement list, int room)
    {
        var (items, left) = (new List<JsonElement>(), room - 2);
        foreach (var item in list.EnumerateArray())
        {
            left -= Size(item) + 1;
            if (left < 0) break;
            items.Add(item);
        }
        return JsonSerializer.SerializeToElement(items);
    }

    private static int Size(JsonElement value) => JsonSerializer.SerializeToUtf8Bytes(value).Length;

    /// <summary>How many bytes it takes.</summary>
    public int Bytes => Encoding.UTF8.GetByteCount(Json);
}
