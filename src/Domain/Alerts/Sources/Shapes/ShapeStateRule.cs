using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// One place that says how an alert is. Its own words count first, then those that tools share; a word that neither knows leaves it to the next rule.
/// </summary>
/// <param name="From">Where the word stands; null for a rule that always says <paramref name="Always"/>.</param>
/// <param name="Words">The tool's own words.</param>
/// <param name="Always">What it says without looking.</param>
public sealed record ShapeStateRule(ShapeText? From, WordTable<SignalKind> Words, SignalKind Always = SignalKind.Firing)
{
    /// <summary>What a word says; null when neither the tool's words nor those that tools share know it.</summary>
    public SignalKind? Of(string word) => Words.TryFind(word, out var kind) ? kind : StateWords.Parse(word);

    /// <summary>Those that a shape may name.</summary>
    public static readonly IReadOnlyDictionary<string, SignalKind> Names = new Dictionary<string, SignalKind>
    {
        ["firing"] = SignalKind.Firing,
        ["resolved"] = SignalKind.Resolved,
        ["acknowledged"] = SignalKind.Acknowledged,
        ["unacknowledged"] = SignalKind.Unacknowledged,
        ["information"] = SignalKind.Note,
        ["ignored"] = SignalKind.Ignored,
    };

    public static string NameOf(SignalKind kind) => Names.FirstOrDefault(name => name.Value == kind).Key ?? "updated";
}
