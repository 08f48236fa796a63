using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiSre.Console.Alerts;

/// <summary>A body as people read it: in lines where it is JSON, and cut where nobody would read on.</summary>
public static class PayloadText
{
    private const int Most = 20_000;

    private static readonly JsonSerializerOptions InLines = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string payload)
    {
        var text = payload.Length > 4 * Most ? payload : Lines(payload);
        return text.Length <= Most ? text : $"{text[..Most]}\n… and {text.Length - Most} characters more";
    }

    private static string Lines(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return JsonSerializer.Serialize(document.RootElement, InLines);
        }
        catch (JsonException)
        {
            return payload;
        }
    }
}
