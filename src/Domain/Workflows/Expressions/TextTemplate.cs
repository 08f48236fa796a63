using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>
/// A text with <c>{{paths}}</c> in it. What they stand for is put in as it is and never read again: braces, quotes and shell in a value stay
/// characters of that value.
/// </summary>
public sealed class TextTemplate
{
    public const int MaxLength = 2_000;

    private readonly ImmutableArray<(string? Text, ValuePath? Path)> parts;

    private TextTemplate(ImmutableArray<(string?, ValuePath?)> parts) => this.parts = parts;

    /// <summary>All paths that it looks at.</summary>
    public IEnumerable<ValuePath> Paths => parts.Select(part => part.Path).OfType<ValuePath>();

    /// <param name="text">As its author wrote it.</param>
    /// <param name="problem">Why it is none, as the end of a sentence.</param>
    public static TextTemplate? Parse(string text, out string? problem)
    {
        problem = text.Length > MaxLength ? $"it has more than {MaxLength} characters" : null;
        if (problem is not null) return null;
        var parts = ImmutableArray.CreateBuilder<(string?, ValuePath?)>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0) open = text.Length;
            if (open > at) parts.Add((text[at..open], null));
            if (open == text.Length) break;
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0) problem = $"'{{{{' at character {open + 1} has no '}}}}'";
            if (close < 0 || ValuePath.Parse(text[(open + 2)..close], out problem) is not { } path) return null;
            parts.Add((null, path));
            at = close + 2;
        }
        return new(parts.ToImmutable());
    }

    /// <param name="scope">Where its paths lead.</param>
    /// <param name="missing">The first path that led to nothing; it is left empty.</param>
    public string Render(IValueScope scope, out ValuePath? missing)
    {
        missing = null;
        var text = new StringBuilder();
        foreach (var (plain, path) in parts)
        {
            if (path is null) text.Append(plain);
            else if (scope.Find(path) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
                text.Append(value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText());
            else missing ??= path;
        }
        return text.ToString();
    }

    /// <summary>As JSON: a value that is all of the text keeps its type, everything else is a text.</summary>
    public JsonElement Value(IValueScope scope) =>
        parts is [{ Path: { } only }]
            ? scope.Find(only) ?? JsonSerializer.SerializeToElement<string?>(null)
            : JsonSerializer.SerializeToElement(Render(scope, out _));
}
