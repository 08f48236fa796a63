using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// One way to put a text together: a path (<c>$.check.name</c>), a path and filters (<c>$.rule | segment</c>), a text around paths
/// (<c>{$.host}: {$.check}</c>), or a text that is always the same (<c>=payments</c>). It has nothing to say when one of its paths has nothing;
/// a path that may be absent ends in <c>?</c> inside of its braces.
/// </summary>
public sealed class ShapeTemplate
{
    private const string All = "all";
    private readonly ImmutableArray<Part> parts;

    private ShapeTemplate(string text, ImmutableArray<Part> parts) => (Text, this.parts) = (text, parts);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>The template that the text is, or null and what is wrong with it.</summary>
    public static ShapeTemplate? Parse(string text, out string problem)
    {
        problem = "";
        if (text is ['=', ..]) return new(text, [new(text[1..].Trim(), null, [], false)]);
        if (!text.Contains("{$", StringComparison.Ordinal) && !text.Contains("{@", StringComparison.Ordinal)
            && !text.Contains("{header:", StringComparison.Ordinal))
            return ParsePath(text, isOptional: false, out problem) is { } only ? new(text, [only]) : null;

        var parts = ImmutableArray.CreateBuilder<Part>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open < 0) open = text.Length;
            if (open > at) parts.Add(new(text[at..open], null, [], false));
            if (open == text.Length) break;
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                problem = $"'{Spelling.Shown(text)}' has a {{ without its }}.";
                return null;
            }
            var inner = text[(open + 1)..close];
            if (ParsePath(inner.TrimEnd('?'), inner.EndsWith('?'), out problem) is not { } part) return null;
            parts.Add(part);
            at = close + 1;
        }
        return new(text, parts.ToImmutable());
    }

    /// <summary>Null when something that it needs is absent.</summary>
    public string? Read(in ShapeInput input)
    {
        if (parts is [var only]) return only.Read(input);
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var value = part.Read(input);
            if (value is null && !part.IsOptional) return null;
            // What is left out leaves one blank behind and not two.
            if (value is null && text.Length > 0 && text[^1] is ' ') text.Length--;
            text.Append(value);
        }
        return text.ToString().Trim() is { Length: > 0 } whole ? whole : null;
    }

    /// <summary>The element that its one path leads to, for what is no text; undefined for other templates.</summary>
    public JsonElement Element(in ShapeInput input) => parts is [{ Path: { } path }] ? path.First(input) : default;

    /// <summary>All texts that its one path leads to.</summary>
    public IEnumerable<string> ReadAll(ShapeInput input) => parts is [{ Path: not null } only]
        ? only.ReadAll(input)
        : Read(input) is { } text ? [text] : [];

    private static Part? ParsePath(string text, bool isOptional, out string problem)
    {
        var pieces = text.Split('|', StringSplitOptions.TrimEntries);
        if (ShapePath.Parse(pieces[0], out problem) is not { } path) return null;
        var filters = ImmutableArray.CreateBuilder<Func<string, string?>>();
        var joins = false;
        foreach (var name in pieces.Skip(1))
        {
            if (name is All)
            {
                joins = true;
                continue;
            }
            if (ShapeFilters.Find(name) is not { } filter)
            {
                problem = $"There is no filter '{Spelling.Shown(name)}'; {Spelling.Allowed(name, ShapeFilters.Names.Append(All))}";
                return null;
            }
            filters.Add(filter);
        }
        return new(null, path, filters.ToImmutable(), isOptional, joins);
    }

    /// <param name="Literal">Always the same; null for a path.</param>
    /// <param name="Joins">All that the path leads to, with commas between, and not the first alone.</param>
    private sealed record Part(
        string? Literal, ShapePath? Path, ImmutableArray<Func<string, string?>> Filters, bool IsOptional, bool Joins = false)
    {
        public string? Read(in ShapeInput input) => Path is null ? Literal
            : Joins ? string.Join(", ", ReadAll(input).Take(20)) is { Length: > 0 } all ? all : null
            : ReadAll(input).FirstOrDefault();

        public IEnumerable<string> ReadAll(ShapeInput input)
        {
            foreach (var element in Path!.Select(input))
                if (TextOf(element) is { } text) yield return text;
        }

        private string? TextOf(JsonElement element)
        {
            var text = JsonText.Scalar(element)?.Trim();
            foreach (var filter in Filters)
                if (text is not null) text = filter(text)?.Trim();
            return string.IsNullOrEmpty(text) || Placeholder.Is(text) ? null : text;
        }
    }
}
