using System.Globalization;
using System.Text;

namespace AiSre.Domain.Patterns;

/// <summary>Where the reading of a regular expression is, and the first thing that is wrong with it.</summary>
internal sealed class PatternReader(string pattern)
{
    private int at;

    public string? Problem { get; private set; }

    public bool IsAtEnd => at >= pattern.Length;

    public void Fail(string problem) => Problem ??= problem;

    public bool Sees(char next) => at < pattern.Length && pattern[at] == next;

    public bool Sees(string next) => string.CompareOrdinal(pattern, at, next, 0, next.Length) == 0;

    public bool Skips(char next)
    {
        if (!Sees(next)) return false;
        at++;
        return true;
    }

    public bool Skips(string next)
    {
        if (!Sees(next)) return false;
        at += next.Length;
        return true;
    }

    /// <summary>A code point; half of a surrogate pair is what Go would have read.</summary>
    public int Next()
    {
        Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var length);
        at += length;
        return rune.Value;
    }

    /// <summary>What comes before an end, which is skipped; all that is left when there is none.</summary>
    public string UpTo(string end)
    {
        var found = pattern.IndexOf(end, at, StringComparison.Ordinal);
        var text = found < 0 ? pattern[at..] : pattern[at..found];
        at = found < 0 ? pattern.Length : found + end.Length;
        return text;
    }

    /// <summary>What comes before an end, which is skipped; null, and nothing is read, when there is none.</summary>
    /// <param name="end">What ends it.</param>
    /// <param name="after">So many characters do not count.</param>
    public string? UpToKnown(string end, int after = 0)
    {
        if (pattern.IndexOf(end, at + after, StringComparison.Ordinal) is var found && found < 0) return null;
        var text = pattern[(at + after)..found];
        at = found + end.Length;
        return text;
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; nothing when it is none of them.</summary>
    public (int Min, int? Max)? Counts()
    {
        var start = at;
        if (Skips('{') && Number() is { } min)
        {
            if (Skips('}')) return (min, min);
            if (Skips(','))
            {
                if (Skips('}')) return (min, null);
                if (Number() is { } max && Skips('}')) return (min, max);
            }
        }
        at = start;
        return null;
    }

    /// <summary>The character that an escape stands for; null when it stands for none.</summary>
    public int? Escape()
    {
        at++;
        if (IsAtEnd) return FailedEscape("it ends with a \\");
        var letter = Next();
        return letter switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hexadecimal(),
            '0' => Octal(0),
            >= '1' and <= '7' when !IsAtEnd && pattern[at] is >= '0' and <= '7' => Octal(letter - '0'),
            >= '1' and <= '9' => FailedEscape("references back to a group are not supported"),
            'C' => FailedEscape("\\C, a single byte, is not supported"),
            'E' => FailedEscape("there is a \\E without its \\Q"),
            'Z' => FailedEscape("\\Z is not supported; the end of the text is \\z"),
            < 128 when !char.IsAsciiLetterOrDigit((char)letter) => letter,
            _ => FailedEscape($"\\{(Rune.IsValid(letter) ? new Rune(letter).ToString() : "?")} means nothing"),
        };
    }

    /// <summary>Up to three digits, the first of which is read already.</summary>
    private int Octal(int value)
    {
        for (var digits = 1; digits < 3 && !IsAtEnd && pattern[at] is >= '0' and <= '7'; digits++) value = (value * 8) + (pattern[at++] - '0');
        return value;
    }

    /// <summary>Two digits, or any number in braces.</summary>
    private int? Hexadecimal()
    {
        string? digits;
        if (Skips('{')) digits = UpToKnown("}") is { Length: > 0 } braced ? braced.TrimStart('0').PadLeft(1, '0') : null;
        else (digits, at) = at + 2 <= pattern.Length ? (pattern.Substring(at, 2), at + 2) : (null, at);
        return digits is not null && digits.All(char.IsAsciiHexDigit)
            && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 0x10FFFF
                ? value
                : FailedEscape("\\x needs two hexadecimal digits, or up to 10FFFF in braces");
    }

    /// <summary>Without zeros before it; what is very large is just that.</summary>
    private int? Number()
    {
        var start = at;
        while (!IsAtEnd && char.IsAsciiDigit(pattern[at])) at++;
        var digits = pattern.AsSpan(start, at - start);
        if (digits.Length == 0 || (digits.Length > 1 && digits[0] == '0')) return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }

    private int? FailedEscape(string problem)
    {
        Fail(problem);
        return null;
    }
}
