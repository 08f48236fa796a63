using System.Collections.Frozen;

namespace AiSre.Domain.Alerts;

/// <summary>The vendors' severity words (docs/rules/alerts.md). Case and surrounding blanks do not matter.</summary>
public static class SeverityMap
{
    /// <summary>For a new incident whose sender gave no severity, or a word that nobody knows.</summary>
    public const Severity Default = Severity.Warning;

    private const int LongestPhrase = 64;

    private static readonly FrozenDictionary<string, Severity> Words = Table(
        (Severity.Critical,
            "critical crit fatal emergency emerg alert page disaster blocker urgent highest immediate catastrophic panic outage down sev0 sev1 s0 "
            + "s1 p0 p1"),
        (Severity.High, "high error err major severe serious important sev2 s2 p2"),
        (Severity.Warning, "warning warn medium moderate minor average degraded unusual trouble sev3 s3 p3"),
        (Severity.Info,
            "info informational information notice low lowest trivial none debug trace verbose ok okay success normal clear cleared sev4 sev5 s4 "
            + "s5 p4 p5"));

    private static readonly FrozenDictionary<string, Severity>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// A word, or a phrase such as "P2 - High" and "SEV-2", of which the first word that is known counts. Null for an absent or unknown one, so that
    /// a known incident keeps what it has. A bare number is unknown: it is the worst in one tool and the mildest in another.
    /// </summary>
    public static Severity? Parse(string? word)
    {
        var text = word.AsSpan().Trim();
        if (text.IsEmpty) return null;
        return Lookup.TryGetValue(text, out var severity) ? severity : OfPhrase(text);
    }

    /// <summary>True for the words in a severity that mean that nothing is wrong; beside an identity they end its alert.</summary>
    public static bool MeansOver(string? word) => word.AsSpan().Trim() is var text
        && (Is(text, "ok") || Is(text, "okay") || Is(text, "clear") || Is(text, "cleared") || Is(text, "normal") || Is(text, "resolved")
            || Is(text, "recovered"));

    /// <summary>The word on the wire.</summary>
    public static string Name(this Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static Severity? OfPhrase(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestPhrase) return null;
        var afterSev = false;
        Span<char> joined = stackalloc char[4];
        foreach (var part in text.SplitAny(" -_:,;()[]/|.#"))
        {
            var word = text[part];
            if (word.IsEmpty) continue;
            if (Is(word, "non") || Is(word, "not") || Is(word, "no")) return null;
            // "SEV 1", "severity-2" and "P 1" are said in two words.
            if (afterSev && word is [>= '0' and <= '5'])
            {
                "sev".CopyTo(joined);
                joined[3] = word[0];
                return Lookup.TryGetValue(joined, out var level) ? level : null;
            }
            if (Lookup.TryGetValue(word, out var severity)) return severity;
            afterSev = Is(word, "sev") || Is(word, "severity") || Is(word, "p") || Is(word, "priority") || Is(word, "s");
        }
        return null;
    }

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, Severity> Table(params ReadOnlySpan<(Severity Severity, string Words)> lists)
    {
        var table = new Dictionary<string, Severity>(StringComparer.OrdinalIgnoreCase);
        foreach (var (severity, words) in lists)
        {
            foreach (var word in words.Split(' ')) table.Add(word, severity);
        }
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
