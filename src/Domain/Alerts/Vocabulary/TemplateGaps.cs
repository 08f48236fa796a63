using System.Text.RegularExpressions;

namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>What a sender's template writes where it names a value that is not there: <c>Instance &lt;no value&gt; down</c>.</summary>
public static partial class TemplateGaps
{
    /// <summary>The text without its gaps, null when no word is left.</summary>
    public static string? Remove(string text)
    {
        // Asked for every alert, and nearly none has one: what begins a gap is looked for first, which costs next to nothing.
        if (!text.AsSpan().ContainsAny('<', '[') || !text.Contains("no value", StringComparison.OrdinalIgnoreCase)) return text;
        var rest = Blanks().Replace(Gap().Replace(text, " "), " ").Trim(' ', ':', '-', ',', '(', ')');
        return rest.AsSpan().ContainsAnyInRange('a', 'z') || rest.AsSpan().ContainsAnyInRange('A', 'Z') ? rest : null;
    }

    [GeneratedRegex(@"['""(\[]?(?:<no value>|\[no value\])['"")\]]?%?", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Gap();

    [GeneratedRegex(@"\s{2,}", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
