using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>Labels in the ways in which tools write a set of them.</summary>
internal static class ShapeTags
{
    private const int MostTags = 1000;

    // What a list of names and values calls its two fields.
    private static readonly string[] Names = ["name", "key", "tag", "title"];

    public static void Add(TagList tags, JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Array)
        {
            tags.AddJson(element);
            return;
        }
        foreach (var item in element.EnumerateArray().Take(MostTags))
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.Object when JsonFields.Of(item) is var pair && pair.Scalar(Names) is { } name:
                    if (Usable(pair.Scalar("value")) is { } value) tags.Add(name, value);
                    break;
                case JsonValueKind.Object:
                    tags.AddJson(item);
                    break;
                case JsonValueKind.Array when item.GetArrayLength() == 2 && JsonText.Scalar(item[0]) is { } name:
                    if (Usable(JsonText.Scalar(item[1])) is { } second) tags.Add(name, second);
                    break;
                default:
                    if (Usable(JsonText.Scalar(item)) is { } text) tags.AddText(text);
                    break;
            }
        }
    }

    private static string? Usable(string? value) => value is null || Placeholder.Is(value) ? null : value;
}
