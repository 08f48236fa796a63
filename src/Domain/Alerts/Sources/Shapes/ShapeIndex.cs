using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// Finds the shape of a body. Each shape waits at one field that it cannot do without, the one that fewest others have, so that a body without any of
/// these fields, as most are, costs a look-up for each of its fields and no more.
/// </summary>
public sealed class ShapeIndex
{
    // Fields that anybody's body may have: a shape waits there only when it has no other.
    private static readonly FrozenSet<string> Ordinary = FrozenSet.ToFrozenSet(
        [
            "action", "alerts", "data", "description", "event", "host", "id", "labels", "level", "message", "name", "priority", "service", "severity",
            "source", "state", "status", "summary", "tags", "text", "title", "type", "url", "version",
        ], StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ImmutableArray<SourceShape>> byField;
    private readonly ImmutableArray<SourceShape> byHeader;

    public ShapeIndex(ImmutableArray<SourceShape> shapes)
    {
        All = shapes;
        var uses = shapes.SelectMany(shape => shape.Recognise.TopFields).CountBy(field => field).ToDictionary();
        byField = shapes.GroupBy(shape => shape.Recognise.TopFields.OrderBy(field => Ordinary.Contains(field)).ThenBy(field => uses[field])
                .ThenBy(field => field, StringComparer.Ordinal).FirstOrDefault() ?? "")
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        byHeader = [.. shapes.Where(shape => !shape.Recognise.Headers.IsEmpty && !shape.Recognise.TopFields.Any())];
        Headers = [.. byHeader.SelectMany(shape => shape.Recognise.Headers).Select(header => header.Key).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public ImmutableArray<SourceShape> All { get; }

    /// <summary>Headers that alone can say whose a body is.</summary>
    public ImmutableArray<string> Headers { get; }

    /// <summary>The shape of the body; null when it is none that is known. Of several the one that asks for most.</summary>
    /// <param name="fields">The body's own fields; none where it is no object.</param>
    /// <param name="input">The body.</param>
    internal SourceShape? Find(JsonFields fields, ShapeInput input)
    {
        SourceShape? best = null;
        foreach (var field in fields.Names)
            if (byField.TryGetValue(field, out var shapes)) best = Best(shapes, input, best);
        if (input.Header is { } header && Headers.Any(name => header(name) is not null)) best = Best(byHeader, input, best);
        return best;
    }

    /// <summary>Of these the one that fits and asks for most.</summary>
    public static SourceShape? Best(ImmutableArray<SourceShape> shapes, ShapeInput input, SourceShape? best = null)
    {
        foreach (var shape in shapes)
            if ((best is null || shape.Recognise.Weight > best.Recognise.Weight) && shape.Recognise.Fit(input)) best = shape;
        return best;
    }
}
