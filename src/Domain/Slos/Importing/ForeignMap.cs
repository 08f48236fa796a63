using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Slos.Importing;

/// <summary>
/// The keys of a thing of another tool. What nobody has asked for is refused at the end: a key that is not understood may change what is promised.
/// </summary>
internal sealed class ForeignMap(YamlMap map, string path, ImportReport report)
{
    private readonly HashSet<string> asked = [];

    public bool Has(string key) => Node(key) is not null;

    public YamlNode? Node(string key)
    {
        asked.Add(key);
        return map.Entries.FirstOrDefault(entry => entry.Key.Value == key).Value is { } node and not YamlScalar { IsNull: true } ? node : null;
    }

    /// <summary>A single value; refused when it is something else.</summary>
    public string? Text(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlScalar scalar) return scalar.Value;
        Refuse(key, $"This is {node.Kind}; allowed is a single value.");
        return null;
    }

    /// <summary>A single value that must be there.</summary>
    public string? Needed(string key)
    {
        if (!Has(key)) Refuse(key, "This is missing.");
        return Text(key) is { } text ? text.Length > 0 ? text : Missing() : null;

        string? Missing()
        {
            Refuse(key, "This is empty.");
            return null;
        }
    }

    public bool? Flag(string key)
    {
        if (Text(key) is not { } text) return null;
        if (text is "true" or "false") return text is "true";
        Refuse(key, $"This is '{Spelling.Shown(text)}'; allowed are true and false.");
        return null;
    }

    public ForeignMap? Map(string key) => Node(key) is { } node ? Of(node, FieldOf(key), report) : null;

    public ImmutableArray<YamlNode> Items(string key)
    {
        if (Node(key) is not { } node) return [];
        if (node is YamlList list) return list.Items;
        Refuse(key, $"This is {node.Kind}; allowed is a list.");
        return [];
    }

    /// <summary>The one thing of a list; refused when there are several.</summary>
    public ForeignMap? Only(string key, string what)
    {
        var items = Items(key);
        if (items.Length == 1) return Of(items[0], $"{FieldOf(key)}[0]", report);
        if (items.Length > 1)
            report.Add(items[1].Place, $"{FieldOf(key)}[1]", ImportVerdict.Refused, $"There are {items.Length}; an SLO here has one {what}.");
        return null;
    }

    public ForeignMap? Item(YamlNode node, string key, int index) => Of(node, $"{FieldOf(key)}[{index}]", report);

    public void Take(string key, string message) => Say(key, ImportVerdict.Taken, message);

    public void Change(string key, string message) => Say(key, ImportVerdict.Changed, message);

    public void Refuse(string key, string message) => Say(key, ImportVerdict.Refused, message);

    /// <summary>Says why, where the key is there.</summary>
    public void LeaveOut(string message, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Has(key)) Say(key, ImportVerdict.LeftOut, message);
    }

    public void RefuseIfThere(string message, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Has(key)) Refuse(key, message);
    }

    public void RefuseUnknown()
    {
        foreach (var (key, _) in map.Entries.Where(entry => !asked.Contains(entry.Key.Value)))
        {
            var message = $"There is no such field; {Spelling.Allowed(key.Value, asked)}";
            report.Add(key.Place, FieldOf(Spelling.Shown(key.Value)), ImportVerdict.Refused, message);
        }
    }

    public static ForeignMap? Of(YamlNode node, string path, ImportReport report)
    {
        if (node is YamlMap map) return new(map, path, report);
        report.Add(node.Place, path, ImportVerdict.Refused, $"This is {node.Kind}; allowed is a set of keys.");
        return null;
    }

    private string FieldOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private void Say(string key, ImportVerdict verdict, string message) =>
        report.Add(PlaceOf(key), FieldOf(key), verdict, message);

    /// <summary>Where the key stands, since what it says may begin lines later; without it where the thing begins.</summary>
    private TextPlace PlaceOf(string key) => Has(key) ? map.Entries.First(entry => entry.Key.Value == key).Key.Place : map.Place;
}
