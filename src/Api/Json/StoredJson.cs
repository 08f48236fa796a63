namespace AiSre.Api.Json;

/// <summary>
/// What somebody once sent, as part of an answer. It was taken in, so it must be possible to show it: what cannot be written as JSON inside of ours
/// is shown as text, and what is very long by its beginning.
/// </summary>
internal static class StoredJson
{
    /// <summary>Characters of a text that is shown.</summary>
    private const int Longest = 64 << 10;

    /// <summary>Levels that leave room for those of our own around it.</summary>
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 20 };

    public static JsonElement Of(string text) =>
        text.Length <= Longest && Read(text) is { } json ? json : JsonSerializer.SerializeToElement(Whole(text));

    private static JsonElement? Read(string text)
    {
        try
        {
            var json = JsonElement.Parse(text, Shallow);
            // Half a surrogate pair can be read, and not be written.
            using var writer = new Utf8JsonWriter(Stream.Null);
            json.WriteTo(writer);
            return json;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string Whole(string text) => text.Length <= Longest ? text : $"{text[..Longest]}… ({text.Length} characters)";
}
