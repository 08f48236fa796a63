using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// One place that says how bad it is: its own words first, then the words that tools share. What neither knows is left to the next rule.
/// </summary>
/// <param name="From">Where the word or number stands; null for a rule that always says <paramref name="Always"/>.</param>
/// <param name="Words">The tool's own words and numbers.</param>
/// <param name="Always">What it says without looking.</param>
/// <param name="Scale">What the tool's numbers mean, where several tools count alike.</param>
public sealed record ShapeSeverityRule(ShapeText? From, WordTable<Severity?> Words, Severity? Always = null, SeverityScale? Scale = null)
{
    /// <summary>False for a word that is not known. One that is may say that there is no severity.</summary>
    public bool Knows(string word, out Severity? severity)
    {
        if (Words.TryFind(word, out severity)) return true;
        severity = Scale is null ? SeverityMap.Parse(word) : Scale.Parse(word);
        return severity is not null;
    }
}
