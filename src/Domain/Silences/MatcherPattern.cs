using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Silences;

/// <summary>
/// A matcher's regular expression: it must match all of the text, in time that grows with the text alone. One that is too slow all the same matches
/// nothing from then on, because everybody's alerts would wait for it.
/// </summary>
public sealed class MatcherPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int MaxKnown = 4_096;

    /// <summary>Labels are 256 characters long at most: this is a thousand times what an ordinary expression takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<string, MatcherPattern> Known = new(StringComparer.Ordinal);
    private readonly Regex? regex;
    private volatile bool slow;

    private MatcherPattern(Regex? regex) => this.regex = regex;

    /// <summary>Made once, because that takes far longer than a match.</summary>
    public static MatcherPattern Of(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known)) return known;
        if (Known.Count >= MaxKnown) Known.Clear();
        return Known[pattern] = new MatcherPattern(Problem(pattern) is null ? Whole(pattern) : null);
    }

    public bool IsMatch(string text)
    {
        if (regex is null || slow) return false;
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            slow = true;
            return false;
        }
    }

    /// <summary>Why an expression is none that a matcher may have; null when it may.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            // By itself first: "a)|(b" would become something else between the brackets that come around it.
            _ = new Regex(pattern, Options);
            _ = Whole(pattern);
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"This is no regular expression: {exception.Message}";
        }
        catch (NotSupportedException)
        {
            return "This regular expression is not supported: look-arounds, back-references and very large repetitions cannot be matched in " +
                "bounded time.";
        }
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", Options, Patience);
}
