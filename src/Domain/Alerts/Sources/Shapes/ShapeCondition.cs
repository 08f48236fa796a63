using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>Something that holds for some bodies: all of these paths have one of their words.</summary>
public sealed record ShapeCondition(ImmutableArray<ShapeCondition.Fact> Facts)
{
    public bool Holds(ShapeInput input) => Facts.All(fact => fact.Holds(input));

    /// <param name="Path">Where to look.</param>
    /// <param name="Words">One of these must be there; none at all: the path must be absent or null.</param>
    public sealed record Fact(ShapePath Path, ImmutableArray<string> Words)
    {
        public bool Holds(ShapeInput input)
        {
            var value = Path.First(input);
            if (Words.IsEmpty) return value.ValueKind is JsonValueKind.Undefined;
            return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? Words.Contains("*")
                : JsonText.Scalar(value) is { } text && Words.Any(word => WordPattern.Matches(text, word));
        }
    }
}
