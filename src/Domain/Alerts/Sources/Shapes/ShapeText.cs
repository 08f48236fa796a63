using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>A value of a shape: the first of these templates that has something to say.</summary>
public sealed record ShapeText(ImmutableArray<ShapeTemplate> Alternatives)
{
    public string? Read(in ShapeInput input) => Read(input, out _);

    /// <param name="input">The alert.</param>
    /// <param name="from">The template that said it.</param>
    public string? Read(in ShapeInput input, out ShapeTemplate? from)
    {
        foreach (var template in Alternatives)
        {
            from = template;
            if (template.Read(input) is { } text) return text;
        }
        from = null;
        return null;
    }

    public DateTimeOffset? Time(in ShapeInput input, out ShapeTemplate? from)
    {
        foreach (var template in Alternatives)
        {
            from = template;
            if (SignalTime.Read(template.Element(input)) is { } time) return time;
        }
        from = null;
        return null;
    }

    /// <summary>The values of all templates.</summary>
    public IEnumerable<string> ReadAll(ShapeInput input) => Alternatives.SelectMany(template => template.ReadAll(input));

    /// <summary>What is there, whatever its kind.</summary>
    public IEnumerable<JsonElement> Elements(ShapeInput input) => Alternatives.Select(template => template.Element(input));

    /// <summary>What was tried, for people.</summary>
    public override string ToString() => string.Join(", ", Alternatives.Select(template => template.Text));
}
