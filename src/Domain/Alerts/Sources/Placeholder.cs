namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Variables that a sender's template left as they were, which happens in tests and wherever a template names something that the event lacks. Such
/// a value is absent: never a title, and never an identity that all alerts would share.
/// </summary>
internal static class Placeholder
{
    /// <summary>The whole value is one variable, in the notation of one of the tools.</summary>
    public static bool Is(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.Length is < 3 or > 120) return false;
        return (value[0], value[^1]) switch
        {
            ('<', '>') or ('[', ']') when value[1..^1].Equals("no value", StringComparison.OrdinalIgnoreCase) => true,
            ('[', ']') => IsUpper(value[1..^1]),
            ('*', '*') or ('%', '%') => IsName(value[1..^1]),
            ('{', '}') when value[1] is '{' && value[^2] is '}' => value.Length > 4 && IsName(value[2..^2].Trim().Trim("#/^$.")),
            ('{', '}') => IsName(value[1..^1].TrimStart('$')),
            ('$', '}') => value[1] is '{' && value.Length > 3,
            ('$', _) or ('%', _) => IsName(value[1..].TrimEnd('$')),
            _ => false,
        };
    }

    // Letters first: "$5" and "*1*" are amounts and emphasis.
    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !char.IsAsciiLetter(name[0])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or ':' or '-' or '[' or ']')) return false;
        return true;
    }

    // "[CRITICAL]" may be a word of a title; a variable of this notation has an underscore.
    private static bool IsUpper(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterUpper(c) && c is not '_') return false;
        return name.Contains('_');
    }
}
