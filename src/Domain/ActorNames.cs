using System.Globalization;

namespace AiSre.Domain;

/// <summary>
/// Who is said to have done something. Requests name the person; what the platform calls itself and what it writes for people of other products
/// (<c>slack:…</c>, <c>webhook:…</c>) stands for something that it knows, so no request may say it.
/// </summary>
public static class ActorNames
{
    /// <summary>Characters.</summary>
    public const int Longest = 200;

    /// <summary>Whether nobody is meant who has sent a request in his own name.</summary>
    public static bool IsPlatforms(string actor) =>
        actor.Equals("system", StringComparison.OrdinalIgnoreCase) || actor.Equals("autonomy", StringComparison.OrdinalIgnoreCase)
        || actor.Contains(':', StringComparison.Ordinal);

    /// <summary>Null when a request may name it; else why not, to be read after the field's name.</summary>
    public static string? Problem(string actor)
    {
        if (actor.Length > Longest) return FormattableString.Invariant($"Must be at most {Longest} characters long.");
        if (actor.Any(IsUnseen)) return "Must be one line of text that is all seen.";
        return IsPlatforms(actor.Trim())
            ? "Must be a person's name: 'system', 'autonomy' and what has a ':' in it are names that the platform gives."
            : null;
    }

    /// <summary>What breaks the line or does not show: with it a name would look like another.</summary>
    private static bool IsUnseen(char c) => CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
