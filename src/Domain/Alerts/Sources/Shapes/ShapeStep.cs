using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>One step of a path: into a field, to a place in a list, to all of a list, or to those members of it that say something.</summary>
internal sealed class ShapeStep
{
    private readonly byte[] field = [];
    private readonly int index;
    private readonly int pairIndex = -1;
    private readonly string? wanted;
    private readonly Kind kind;

    private ShapeStep(Kind kind, string? field = null, int index = 0, string? wanted = null)
    {
        (this.kind, this.index, this.wanted) = (kind, index, wanted);
        if (field is not null) this.field = Encoding.UTF8.GetBytes(field);
        if (kind is Kind.Field) Name = field;
        if (kind is Kind.Where && int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) pairIndex = number;
    }

    private enum Kind
    {
        Field,
        Index,
        All,
        Where,
    }

    /// <summary>The field that it leads into; null for a step through a list.</summary>
    public string? Name { get; }

    /// <summary>It may lead to several values.</summary>
    public bool IsMany => kind is Kind.All or Kind.Where;

    public static ShapeStep Into(string field) => new(Kind.Field, field);

    /// <param name="index">Counted from 0; from the end when it is negative.</param>
    public static ShapeStep At(int index) => new(Kind.Index, index: index);

    public static ShapeStep ToAll() => new(Kind.All);

    public static ShapeStep ToThose(string field, string wanted) => new(Kind.Where, field, wanted: wanted);

    public IEnumerable<JsonElement> Follow(JsonElement from) => (kind, from.ValueKind) switch
    {
        (Kind.Field, JsonValueKind.Object) => Find(from) is { } value ? [value] : [],
        (Kind.Index, JsonValueKind.Array) => At(from),
        (Kind.All, JsonValueKind.Array) => from.EnumerateArray(),
        (Kind.All, JsonValueKind.Object) => from.EnumerateObject().Select(member => member.Value),
        (Kind.Where, JsonValueKind.Array) => from.EnumerateArray().Where(IsWanted),
        _ => [],
    };

    private IEnumerable<JsonElement> At(JsonElement list)
    {
        var at = index < 0 ? list.GetArrayLength() + index : index;
        return at >= 0 && at < list.GetArrayLength() ? [list[at]] : [];
    }

    private bool IsWanted(JsonElement item) =>
        Named(item) is { } value && string.Equals(JsonText.Scalar(value)?.Trim(), wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of a list's member that says which it is: a field, or a place where the members are lists themselves.</summary>
    private JsonElement? Named(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Object => Find(item),
        JsonValueKind.Array when pairIndex >= 0 && pairIndex < item.GetArrayLength() => item[pairIndex],
        _ => null,
    };

    /// <summary>A field that comes twice counts as its last value, as everywhere.</summary>
    private JsonElement? Find(JsonElement parent)
    {
        JsonElement? found = null;
        foreach (var member in parent.EnumerateObject())
            if (JsonText.NameBytes(member).SequenceEqual(field)) found = member.Value;
        return found;
    }
}
