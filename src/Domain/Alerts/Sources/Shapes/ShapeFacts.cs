using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>By what a body is recognised: at least two facts, or one header, so that nobody's ordinary body is taken for a tool's.</summary>
public sealed record ShapeFacts
{
    public static readonly ShapeFacts None = new();

    /// <summary>Headers of the request and what they say; <c>*</c> for anything.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Headers { get; init; } = [];

    /// <summary>Must be there and not null.</summary>
    public ImmutableArray<ShapePath> Has { get; init; } = [];

    /// <summary>Must be there, and may be null.</summary>
    public ImmutableArray<ShapePath> Keys { get; init; } = [];

    /// <summary>One of these at least must be there.</summary>
    public ImmutableArray<ShapePath> Any { get; init; } = [];

    /// <summary>Must not be there.</summary>
    public ImmutableArray<ShapePath> Lacks { get; init; } = [];

    /// <summary>Must say one of their words.</summary>
    public ShapeCondition Where { get; init; } = new([]);

    /// <summary>How much it takes to be recognised: of shapes that fit the one that asks for most is meant; a header outweighs any body.</summary>
    public int Weight => (100 * Headers.Length) + Has.Length + Keys.Length + Where.Facts.Length + (Any.IsEmpty ? 0 : 1);

    /// <summary>The fields of a body without which it cannot be this one.</summary>
    public IEnumerable<string> TopFields =>
        Has.Concat(Keys).Concat(Where.Facts.Where(fact => !fact.Words.IsEmpty).Select(fact => fact.Path)).Select(path => path.TopField)
            .OfType<string>().Distinct();

    /// <summary>Where nobody knows the headers any more the body alone has to fit.</summary>
    public bool Fit(ShapeInput input) =>
        (input.Header is null ? Headers.IsEmpty || !Has.IsEmpty || !Where.Facts.IsEmpty : Headers.All(header => IsSaid(input, header)))
        && Has.All(path => path.First(input).ValueKind is not JsonValueKind.Undefined)
        && Keys.All(path => path.Select(input).Count > 0)
        && (Any.IsEmpty || Any.Any(path => path.First(input).ValueKind is not JsonValueKind.Undefined))
        && Where.Holds(input)
        && Lacks.All(path => path.First(input).ValueKind is JsonValueKind.Undefined);

    private static bool IsSaid(ShapeInput input, KeyValuePair<string, ImmutableArray<string>> header) =>
        input.Header!(header.Key) is { } value && header.Value.Any(word => WordPattern.Matches(value, word));
}
