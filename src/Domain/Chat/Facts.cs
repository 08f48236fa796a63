using System.Buffers;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Chat;

/// <summary>
/// What somebody else's sentence may say: its numbers and names must stand in the texts, it may speak of no kind of cause that the texts do not speak
/// of, and it must be about the same thing. Whatever is in doubt is not carried: what is lost is a sentence.
/// </summary>
public sealed partial class Facts
{
    /// <summary>Of the words that say something, so many must be in the texts.</summary>
    private const double LeastShared = 0.3;

    /// <summary>Of a longer word its beginning: <c>restarted</c> and <c>restarts</c> are about the same.</summary>
    private const int Beginning = 5;

    /// <summary>Inside a word they make it a name.</summary>
    private static readonly SearchValues<char> Marks = SearchValues.Create("-_/.:@=");

    private readonly string text;

    public Facts(IEnumerable<string> texts) => text = Fold(string.Join('\n', texts)).ToLowerInvariant();

    /// <summary>Null: all of it is carried; else what is not.</summary>
    public string? Uncarried(string sentence)
    {
        if (Markup().IsMatch(sentence)) return "markup";
        if (SecretText.Redact(sentence) != sentence) return "a secret";
        var words = WordsOf(sentence);
        for (var i = 0; i < words.Count; i++)
        {
            if (!Carries(words, i)) return words[i];
        }

        return CauseWords.Uncarried(sentence.ToLowerInvariant(), text) ?? (IsAboutThem(words) ? null : "its subject");
    }

    /// <summary>One line, one space between words.</summary>
    public static string Fold(string text) => Space().Replace(text, " ").Trim();

    private static List<string> WordsOf(string sentence) =>
        [.. Parting().Split(sentence).Select(word => word.Trim([.. ".,;:!?-*_/'"])).Where(word => word.Length > 0)];

    private bool Carries(List<string> words, int at)
    {
        var word = words[at];
        if (CommonWords.NumberOf(word) is { } number) return Stands(word) || Stands(number);
        if (word.Any(char.IsAsciiDigit) || IsName(word)) return Stands(word) || IsCompound(word);
        var besideKind = (at > 0 && CommonWords.IsKind(words[at - 1])) || (at + 1 < words.Count && CommonWords.IsKind(words[at + 1]));
        return !besideKind || CommonWords.Has(word) || Stands(word);
    }

    /// <summary>It has the shape of a name: marks or capitals inside.</summary>
    private static bool IsName(string word) =>
        word.AsSpan(1).ContainsAny(Marks) || Hump().IsMatch(word) || word.Any(letter => letter > '\u024f');

    /// <summary>Of common words alone, as in "out-of-memory", or of what stands in the texts, as in "shop/web".</summary>
    private bool IsCompound(string word) => !word.Any(char.IsAsciiDigit) && word.Split('-').All(CommonWords.Has)
        || (word.Contains('/') || word.Contains('=')) && word.Split('/', '=').All(part => part.Length == 0 || Stands(part) || CommonWords.Has(part));

    /// <summary>As a whole: nothing of a number or a word before it, and behind it at most a unit or the rest of a longer name.</summary>
    private bool Stands(string word)
    {
        var wanted = word.ToLowerInvariant();
        for (var at = text.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = text.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            if (IsWhole(at, wanted)) return true;
        }

        return false;
    }

    private bool IsWhole(int at, string wanted)
    {
        var (before, end) = (at == 0 ? ' ' : text[at - 1], at + wanted.Length);
        var (after, next) = (end < text.Length ? text[end] : ' ', end + 1 < text.Length ? text[end + 1] : ' ');
        if (!char.IsAsciiDigit(wanted[^1])) return !char.IsLetterOrDigit(before) && !char.IsLetterOrDigit(after);
        var isNumber = char.IsAsciiDigit(wanted[0]);
        if (char.IsLetterOrDigit(before) || (isNumber && before is '.' && at > 1 && char.IsAsciiDigit(text[at - 2]))) return false;
        return !char.IsAsciiDigit(after) && !(after is '.' && char.IsAsciiDigit(next)) && (isNumber || !char.IsLetter(after));
    }

    private bool IsAboutThem(List<string> words)
    {
        var telling = words.Where(word => word.Length > 3 && !CommonWords.IsFiller(word)).ToList();
        return telling.Count == 0 || telling.Count(word => text.Contains(BeginningOf(word), StringComparison.Ordinal)) >= LeastShared * telling.Count;
    }

    private static string BeginningOf(string word) => (word.Length > Beginning ? word[..Beginning] : word).ToLowerInvariant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"[\s()\[\]{}""“”`,;<>|]+|'(?=\s|$)|(?<=^|\s)'")]
    private static partial Regex Parting();

    [GeneratedRegex("[a-z][A-Z]|[A-Z]{2}[a-z]")]
    private static partial Regex Hump();

    [GeneratedRegex(@"!\[|\]\(|</?[A-Za-z!]|https?:|javascript:|data:", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();
}
