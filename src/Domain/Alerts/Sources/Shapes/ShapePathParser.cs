using System.Collections.Immutable;
using System.Globalization;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>Reads the text of a path; what is wrong is said with the place in it.</summary>
internal sealed class ShapePathParser(string text)
{
    private const string HeaderMark = "header:";
    private int at = 1;

    public ShapePath? Parse(out string problem)
    {
        problem = "";
        if (text.StartsWith(HeaderMark, StringComparison.Ordinal))
        {
            var name = text[HeaderMark.Length..];
            if (name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return new(text, name, false, []);
            problem = $"'{Spelling.Shown(text)}' names no header; a name has letters, digits, - and _, such as {HeaderMark}X-Event.";
            return null;
        }
        if (text is not ['$' or '@', ..])
        {
            problem = $"'{Spelling.Shown(text)}' is no path; a path begins with $ (the body), @ (an alert of 'each') or {HeaderMark}, " +
                $"such as $.{Suggested()}.";
            return null;
        }
        var steps = ImmutableArray.CreateBuilder<ShapeStep>();
        while (at < text.Length)
        {
            if (Step() is not { } step)
            {
                problem = $"The path '{Spelling.Shown(text)}' cannot be read at character {at + 1}; " +
                    "steps are .name, ['any name'], [0], [*] and [name=value].";
                return null;
            }
            steps.Add(step);
        }
        return new(text, null, text[0] == '@', steps.ToImmutable());
    }

    private string Suggested() => text.All(c => IsNameCharacter(c) || c is '.') && text.Length > 0 ? text.Trim('.') : "check.name";

    private ShapeStep? Step() => text[at] switch
    {
        '.' => Field(),
        '[' => Bracket(),
        _ => null,
    };

    private ShapeStep? Field()
    {
        var start = at + 1;
        var end = start;
        while (end < text.Length && IsNameCharacter(text[end])) end++;
        if (end == start) return null;
        at = end;
        return ShapeStep.Into(text[start..end]);
    }

    private ShapeStep? Bracket()
    {
        var quoted = at + 1 < text.Length && text[at + 1] is '\'';
        var end = text.IndexOf(quoted ? "']" : "]", at + 1, StringComparison.Ordinal);
        if (end < 0) return null;
        var inner = quoted ? text[(at + 2)..end] : text[(at + 1)..end];
        var step = quoted ? inner.Length > 0 ? ShapeStep.Into(inner) : null : InList(inner);
        if (step is not null) at = end + (quoted ? 2 : 1);
        return step;
    }

    private static ShapeStep? InList(string inner)
    {
        if (inner is "*") return ShapeStep.ToAll();
        if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return ShapeStep.At(index);
        var equals = inner.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < inner.Length - 1 ? ShapeStep.ToThose(inner[..equals].Trim(), inner[(equals + 1)..].Trim()) : null;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '@';
}
