using System.Text.RegularExpressions;

namespace AiSre.Domain.Chat;

/// <summary>
/// Text that may go to a chat model: as a person sees it, and without secrets. Stricter than what is shown to people, because it leaves for somebody
/// else's machine: mail addresses go, and whatever looks as if it had been drawn by lot.
/// </summary>
public static partial class PromptText
{
    private const string Mail = "[REDACTED:mail]", Random = "[REDACTED:random]", Named = "$1" + SecretText.Secret;

    /// <summary>Bits of a letter: what is drawn by lot has about five, a long name of words about four.</summary>
    private const double LeastEntropy = 4.1;

    /// <returns>Null: it could not be made safe, and must not be sent.</returns>
    public static string? Of(string text, int longest) => Of(text, longest, Redact);

    /// <param name="text">As it came.</param>
    /// <param name="longest">The rest is cut off.</param>
    /// <param name="redact">Takes the secrets out; null, or a failure: it cannot.</param>
    public static string? Of(string text, int longest, Func<string, string?> redact)
    {
        try
        {
            // Before the cut, which might leave the half of a secret that no pattern knows; and after what hides it is gone.
            var safe = redact(VisibleText.Of(text, int.MaxValue));
            return safe is null || safe.Length <= longest ? safe : safe[..longest];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static string? Redact(string text)
    {
        var safe = SecretText.Redact(text) ?? "";
        safe = Cookies().Replace(safe, Named);
        safe = Keys().Replace(safe, Named);
        safe = Bearers().Replace(safe, Named);
        safe = Addresses().Replace(safe, Mail);
        return Long().Replace(safe, static match => IsRandom(match.Value) ? Random : match.Value);
    }

    /// <summary>Hexadecimal of 16 bytes and more, or letters of both cases and digits in no order. Names in a cluster have no capitals.</summary>
    private static bool IsRandom(string word)
    {
        if (word.All(char.IsAsciiHexDigit)) return true;
        return word.Any(char.IsAsciiLetterUpper) && word.Any(char.IsAsciiLetterLower) && word.Any(char.IsAsciiDigit) && Entropy(word) >= LeastEntropy;
    }

    private static double Entropy(string word) =>
        -word.GroupBy(letter => letter).Select(same => (double)same.Count() / word.Length).Sum(share => share * Math.Log2(share));

    [GeneratedRegex(@"(\b(?:set-)?cookie\s{0,8}[:=]\s{0,8})(?!\[REDACTED)[^\n]+", RegexOptions.IgnoreCase)]
    private static partial Regex Cookies();

    [GeneratedRegex(
        @"((?:(?:account|access|private|shared|signing|routing|integration|service|encryption|master|client)[_ -]?key|credentials?|passphrase|"
            + @"secret[_ -]?(?:access[_ -]?)?key|session[_-]?id|\bpass)[""']?\s{0,8}[:=]\s{0,8})(?!\[REDACTED)"
            + @"(""[^""]*""|'[^']*'|[^\s,;&]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Keys();

    [GeneratedRegex(@"(\b(?:bearer|basic|digest|negotiate)\s{1,8})(?!\[REDACTED)[A-Za-z0-9+/=._~-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearers();

    [GeneratedRegex(@"\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\b")]
    private static partial Regex Addresses();

    [GeneratedRegex("[A-Za-z0-9+/_=-]{32,}")]
    private static partial Regex Long();
}
