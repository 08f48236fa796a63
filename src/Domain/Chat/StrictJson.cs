using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Chat;

/// <summary>Reads what a model answered: exactly the properties that were asked for, within their limits, or nothing.</summary>
internal static class StrictJson
{
    private const int Longest = 32 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Null: it is no such object.</summary>
    public static T? Read<T>(string text, Func<JsonElement, T> read) where T : class
    {
        if (text.Length > Longest) return null;
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">It has others, or lacks one.</exception>
    public static void Only(this JsonElement one, string[] required, params ReadOnlySpan<string> optional)
    {
        if (one.ValueKind is not JsonValueKind.Object) throw new JsonException("No object.");
        var missing = required.Length;
        foreach (var property in one.EnumerateObject())
        {
            if (required.Contains(property.Name)) missing--;
            else if (!optional.Contains(property.Name)) throw new JsonException("An unknown property.");
        }

        if (missing > 0) throw new JsonException("A property is missing.");
    }

    /// <exception cref="JsonException">It is empty, too long or no text.</exception>
    public static string Text(this JsonElement one, string name, int longest)
    {
        var value = one.GetProperty(name);
        if (value.ValueKind is not JsonValueKind.String) throw new JsonException("No text.");
        var text = value.GetString()!;
        return text.Length <= longest && Facts.Fold(VisibleText.Of(text, longest)) is { Length: > 0 } visible
            ? visible
            : throw new JsonException("Too long, or empty.");
    }

    /// <exception cref="JsonException">There are too many or too few.</exception>
    public static ImmutableArray<T> List<T>(this JsonElement one, string name, int least, int most, Func<JsonElement, T> read)
    {
        var value = one.GetProperty(name);
        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() is var count && (count < least || count > most))
            throw new JsonException("No list, or too long or too short.");
        return [.. value.EnumerateArray().Select(read)];
    }
}
