using System.Text.Json;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// Fields of JSON whose form somebody else decides, such as that of kinds which Kubernetes does not bring itself: a field of another type than is
/// looked for is not there.
/// </summary>
public static class CustomFields
{
    extension(JsonElement of)
    {
        /// <summary>Undefined: there is none.</summary>
        public JsonElement Child(string name) => of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var found) ? found : default;

        public string? Text(string name) => of.Child(name).AsText;

        /// <summary>A whole one.</summary>
        public int? Number(string name) =>
            of.Child(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt32(out var number) ? number : null;

        public IEnumerable<JsonElement> Items(string name) =>
            of.Child(name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

        /// <summary>Of a set of labels and the like; null for a value that is no text.</summary>
        public IEnumerable<(string Name, string? Value)> Pairs(string name) => of.Child(name) is { ValueKind: JsonValueKind.Object } found
            ? found.EnumerateObject().Select(pair => (pair.Name, pair.Value.AsText))
            : [];

        /// <summary>Null: it is none, or half of a letter stands in it.</summary>
        public string? AsText
        {
            get
            {
                try
                {
                    return of.ValueKind is JsonValueKind.String ? of.GetString() : null;
                }
                catch (InvalidOperationException)
                {
                    return null;
                }
            }
        }
    }
}
