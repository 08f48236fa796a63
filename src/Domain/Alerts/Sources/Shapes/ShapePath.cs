using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// Where something stands in a body: <c>$.monitor.name</c>, <c>$.tags[0]</c>, <c>$['a name']</c>, <c>$.alerts[*].id</c> for each of a list,
/// <c>$.fields[key=team].value</c> for the member of a list whose <c>key</c> is team, <c>@.id</c> inside of an alert of <c>each</c>, and
/// <c>header:X-Kind</c> for a header of the request.
/// </summary>
public sealed class ShapePath
{
    /// <summary>A body is at most some megabytes; what selects more than this is no alert's field.</summary>
    private const int MostFound = 1000;

    private readonly ImmutableArray<ShapeStep> steps;
    private readonly bool isOfItem;

    internal ShapePath(string text, string? header, bool isOfItem, ImmutableArray<ShapeStep> steps) =>
        (Text, Header, this.isOfItem, this.steps) = (text, header, isOfItem, steps);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>The name of the header that it reads; null when it looks into the body.</summary>
    public string? Header { get; }

    /// <summary>The field of the body in which it begins; null when it begins elsewhere.</summary>
    public string? TopField => Header is null && !isOfItem && steps is [{ Name: { } name }, ..] ? name : null;

    /// <summary>The path that the text is, or null and what is wrong with it.</summary>
    public static ShapePath? Parse(string text, out string problem) => new ShapePathParser(text).Parse(out problem);

    /// <summary>The first value that is there and not null; undefined when there is none.</summary>
    public JsonElement First(in ShapeInput input)
    {
        foreach (var found in Select(input))
            if (found.ValueKind is not JsonValueKind.Null) return found;
        return default;
    }

    /// <summary>All values, those included that are null.</summary>
    public IReadOnlyList<JsonElement> Select(in ShapeInput input)
    {
        if (Header is not null) return input.Header?.Invoke(Header) is { } value ? [TextOf(value)] : [];
        List<JsonElement> found = [isOfItem ? input.Item : input.Body];
        foreach (var step in steps)
        {
            if (found is [var one] && !step.IsMany)
            {
                var next = step.Follow(one).FirstOrDefault();
                if (next.ValueKind is JsonValueKind.Undefined) return [];
                found[0] = next;
                continue;
            }
            found = [.. found.SelectMany(step.Follow).Take(MostFound)];
            if (found.Count == 0) break;
        }
        return found;
    }

    public override string ToString() => Text;

    private static JsonElement TextOf(string value) => JsonElement.Parse($"\"{JsonEncodedText.Encode(value)}\"");
}
