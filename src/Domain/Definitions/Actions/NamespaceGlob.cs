using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>Names of namespaces with <c>*</c> for any characters and <c>?</c> for one. Costs no more than the product of both lengths.</summary>
public static class NamespaceGlob
{
    private const int LongestName = 63;

    public static bool Matches(string glob, string name)
    {
        var (g, n, star, resume) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (g < glob.Length && glob[g] == '*') (star, resume, g) = (g, n, g + 1);
            else if (g < glob.Length && (glob[g] == '?' || glob[g] == name[n])) (g, n) = (g + 1, n + 1);
            else if (star >= 0) (g, n, resume) = (star + 1, resume + 1, resume + 1);
            else return false;
        }
        while (g < glob.Length && glob[g] == '*') g++;
        return g == glob.Length;
    }

    /// <summary>Whether a text can match any namespace at all.</summary>
    public static bool IsGlob(string text) => text.Length is > 0 and <= LongestName && text.All(IsLetter);

    /// <summary>What is said of a text that can match none.</summary>
    public static string Refusal(string text) =>
        $"'{Spelling.Shown(text)}' matches no namespace; allowed are lower-case letters, digits, '-', and * and ? for any.";

    public static bool MatchesAny(IEnumerable<string> globs, string name) => globs.Any(glob => Matches(glob, name));

    /// <summary>Whether it could match any; says so where it could not.</summary>
    internal static bool IsGlob(YamlScalar item, ReadingContext context)
    {
        if (IsGlob(item.Value)) return true;
        context.Wrong(item.Place, Refusal(item.Value));
        return false;
    }

    private static bool IsLetter(char letter) => letter is '*' or '?' or '-' || char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);
}
