using System.Text.Json;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>JSON that came from elsewhere.</summary>
internal static class JsonElements
{
    /// <summary>Null when it is none.</summary>
    public static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
