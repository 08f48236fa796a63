using System.Collections.Immutable;
using AiSre.Domain.Alerts.Vocabulary;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// Reads <c>state</c> and <c>severity</c>: a path, a word that always counts, a place with its words
/// (<c>{from: $.state, words: {0: firing}}</c>), or a list of these.
/// </summary>
internal sealed class ShapeRuleReader(Fields fields, ReadingContext context)
{
    // Said outright where a word that tools share would say something else.
    private const string NoSeverity = "default";

    private static readonly Dictionary<string, Severity?> Severities = Enum.GetValues<Severity>().OrderDescending()
        .ToDictionary(severity => severity.Name(), severity => (Severity?)severity).Append(new(NoSeverity, null)).ToDictionary();

    public ImmutableArray<ShapeStateRule> State() =>
        Rules("state", ShapeStateRule.Names, (from, words, always, _) => new ShapeStateRule(from, words, always));

    /// <summary>Numbers may be counted by a scale that several tools share: <c>{from: $.level, scale: syslog}</c>.</summary>
    public ImmutableArray<ShapeSeverityRule> Severity() =>
        Rules("severity", Severities, (from, words, always, scale) => new ShapeSeverityRule(from, words, always, scale), "scale");

    /// <summary>Rules of any kind: what a word means is one of <paramref name="meanings"/>.</summary>
    public ImmutableArray<TRule> Rules<TRule, T>(
        string key, IReadOnlyDictionary<string, T> meanings, Func<ShapeText?, WordTable<T>, T, SeverityScale?, TRule> rule, params string[] more)
    {
        var rules = ImmutableArray.CreateBuilder<TRule>();
        foreach (var item in fields.Node(key) is { } node ? node is YamlList list ? list.Items : [node] : [])
        {
            if (item is YamlScalar word && meanings.TryGetValue(word.Value, out var always)) rules.Add(rule(null, new([]), always, null));
            else if (item is YamlMap && Place(key, item, meanings, more) is var (from, words, scale)) rules.Add(rule(from, words, default!, scale));
            else if (item is YamlScalar path && Simple(key, path, meanings) is { } text) rules.Add(rule(text, new([]), default!, null));
            else if (item is YamlList) context.Wrong(item.Place, $"'{key}' is a list of lists; write its items one below the other.");
        }
        return rules.ToImmutable();
    }

    private ShapeText? Simple<T>(string key, YamlScalar path, IReadOnlyDictionary<string, T> meanings)
    {
        if (path.Value.IndexOfAny(['$', '@', ':']) >= 0) return ShapeValueReader.Text(key, path, context);
        context.Wrong(path.Place,
            $"'{Spelling.Shown(path.Value)}' is neither a path such as $.{key} nor one of its words; {Spelling.Allowed(path.Value, meanings.Keys)}");
        return null;
    }

    private (ShapeText From, WordTable<T> Words, SeverityScale? Scale)? Place<T>(
        string key, YamlNode node, IReadOnlyDictionary<string, T> meanings, string[] more)
    {
        if (Fields.Of(node, $"'{key}'", context, ["from", "words", .. more]) is not { } place) return null;
        place.Need("from", $"$.{key}");
        var from = new ShapeValueReader(place, context).Text("from");
        var words = new WordTable<T>(place.Node("words") is { } table ? Table(key, table, meanings) : []);
        var scale = place.Word("scale", [.. SeverityScale.ByName.Keys]) is { } name ? SeverityScale.ByName[name] : null;
        return from is null ? null : (from, words, scale);
    }

    private List<KeyValuePair<string, T>> Table<T>(string key, YamlNode node, IReadOnlyDictionary<string, T> meanings)
    {
        var words = new List<KeyValuePair<string, T>>();
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"'words' is {node.Kind}; allowed are words and what they mean, such as {{down: {meanings.Keys.First()}}}.");
            return words;
        }
        foreach (var (word, meaning) in map.Entries)
        {
            if (meaning is YamlScalar scalar && meanings.TryGetValue(scalar.Value, out var known)) words.Add(new(word.Value, known));
            else context.Wrong(meaning.Place, meaning is YamlScalar other
                ? $"'{Spelling.Shown(other.Value)}' is no {key}; {Spelling.Allowed(other.Value, meanings.Keys)}"
                : $"What '{Spelling.Shown(word.Value)}' means is {meaning.Kind}; {Spelling.Allowed("", meanings.Keys)}");
        }
        return words;
    }
}
