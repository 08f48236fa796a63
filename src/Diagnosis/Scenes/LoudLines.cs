using System.Text.RegularExpressions;

namespace AiSre.Diagnosis.Scenes;

/// <summary>Which lines of a log complain, and which of them say the same.</summary>
public static partial class LoudLines
{
    public static bool IsLoud(string line) => Loud().IsMatch(line);

    /// <summary>Equal for lines that differ only in numbers.</summary>
    public static string Template(string line) => Numbers().Replace(line, "#");

    [GeneratedRegex(@"\b[0-9a-f]{8,}\b|\d+", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();

    [GeneratedRegex(
        "error|exception|fail|fatal|panic|denied|refused|time[d ]?-?out|unable|cannot|can't|could not|warn|kill|exhaust|too many|no such|not found"
            + "|invalid|unreachable|unknown|in use|read.only|out of memory|oom|reset by peer|broken pipe|unavailable|forbidden|unauthorized|expired"
            + "|no space|rejected|missing|aborted|corrupt|deadlock|throttl|disconnect|lost connection|remaining connection|not allowed|mismatch",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Loud();
}
