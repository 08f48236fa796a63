using System.Text.Encodings.Web;
using System.Text.Json;
using AiSre.Domain;

namespace AiSre.Console.Parts;

/// <summary>JSON as people read it.</summary>
internal static class IndentedJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In lines; as it is where it is no JSON, was cut because it is too long, or holds half a surrogate pair.</summary>
    public static string InLines(string text)
    {
        if (!SurrogateEscapes.AreWhole(text)) return text;
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Readable);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
