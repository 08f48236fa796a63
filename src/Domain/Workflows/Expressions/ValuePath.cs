using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Domain.Workflows.Expressions;

/// <param name="Name">A member; null for an item of a list.</param>
/// <param name="Index">Which item.</param>
public readonly record struct PathSegment(string? Name, int Index)
{
    public override string ToString() => Name ?? $"[{Index}]";
}

/// <summary>Where a value is: <c>steps.evidence.outputs.pods[0].name</c>. What is not there is null.</summary>
/// <param name="Segments">At least one for an expression; none for the whole of a JSON document.</param>
public sealed record ValuePath(ImmutableArray<PathSegment> Segments)
{
    public const int MaxSegments = 20;

    /// <summary>The first name: whose value it is.</summary>
    public string Root => Segments[0].Name!;

    /// <summary>A path of an expression.</summary>
    public static ValuePath? Parse(string text, out string? problem) =>
        Parse(text, out problem, static tokens => new ExpressionParser(tokens).OnlyPath());

    /// <summary>A path into a JSON document: <c>$</c>, then members and items. No wildcards, no filters: it names one value.</summary>
    public static ValuePath? ParseJson(string text, out string? problem)
    {
        problem = "it begins with $, such as $.pod_status.phase";
        return text.StartsWith('$') ? Parse(text[1..], out problem, Behind) : null;
    }

    /// <summary>What is there; null when nothing is.</summary>
    public static JsonElement? Walk(JsonElement from, ReadOnlySpan<PathSegment> segments)
    {
        foreach (var segment in segments)
        {
            if (segment.Name is { } name)
            {
                if (from.ValueKind is not JsonValueKind.Object || !from.TryGetProperty(name, out var member)) return null;
                from = member;
            }
            else
            {
                if (from.ValueKind is not JsonValueKind.Array || segment.Index >= from.GetArrayLength()) return null;
                from = from[segment.Index];
            }
        }
        return from;
    }

    public override string ToString() =>
        string.Concat(Segments.Select((segment, i) => i > 0 && segment.Name is not null ? $".{segment}" : $"{segment}"));

    private static ValuePath Behind(IReadOnlyList<ExpressionToken> tokens)
    {
        // A word in front makes it a path like any other; it is taken off again.
        var path = new ExpressionParser([new(ExpressionTokenKind.Word, "root", 1), .. tokens]).OnlyPath();
        return new(path.Segments.RemoveAt(0));
    }

    private static ValuePath? Parse(string text, out string? problem, Func<IReadOnlyList<ExpressionToken>, ValuePath> parse)
    {
        problem = text.Length > Expression.MaxLength ? $"it has more than {Expression.MaxLength} characters" : null;
        if (problem is not null) return null;
        try
        {
            return parse(ExpressionLexer.Tokens(text));
        }
        catch (ExpressionException exception)
        {
            problem = exception.Message;
            return null;
        }
    }
}
