using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Actions.Patches;

/// <summary>
/// A YAML text that is edited at the places that its reader named. Edits are collected and made from the end to the beginning, so that places stay
/// true. What cannot be edited safely (a value over several lines) is not edited at all.
/// </summary>
internal sealed class SpecText(string text)
{
    private readonly string[] lines = text.Split('\n');
    private readonly List<(int At, int Length, string With)> edits = [];
    private bool failed;

    /// <summary>Null: something could not be edited.</summary>
    public string? Result
    {
        get
        {
            if (failed) return null;
            var result = text;
            foreach (var (at, length, with) in edits.OrderByDescending(edit => edit.At)) result = result.Remove(at, length).Insert(at, with);
            return result;
        }
    }

    /// <summary>Puts another value in a scalar's place, in its quotes if it has some.</summary>
    public void Replace(YamlScalar scalar, string value)
    {
        var at = Offset(scalar.Place);
        // An anchor stands before the value that it names, and stays.
        if (at < text.Length && text[at] == '&') at = text.IndexOf(' ', at) is > 0 and var blank ? blank + 1 : text.Length;
        if (at >= text.Length) failed = true;
        else if (text[at] is '"' or '\'')
        {
            var end = text.IndexOf(text[at], at + 1);
            if (end < 0 || text.AsSpan(at, end - at).Contains('\n') || text.AsSpan(at, end - at).Contains('\\')) failed = true;
            else edits.Add((at + 1, end - at - 1, value));
        }
        else if (scalar.Value.Length > 0 && text.AsSpan(at).StartsWith(scalar.Value, StringComparison.Ordinal))
            edits.Add((at, scalar.Value.Length, value));
        else failed = true;
    }

    /// <summary>Adds keys to a map, in its own style: after its last line, or inside its braces.</summary>
    /// <param name="map">Where.</param>
    /// <param name="block">Lines as they are below each other, without indentation.</param>
    /// <param name="flow">The same in one line.</param>
    public void Add(YamlMap map, string block, string flow)
    {
        var at = Offset(map.Place);
        // A key that is there and empty would be there twice.
        if (block.Split('\n').Any(line => map.Entries.Any(entry => line.StartsWith(entry.Key.Value + ":", StringComparison.Ordinal)))) failed = true;
        else if (at < text.Length && text[at] == '{') edits.Add((at + 1, 0, map.Entries.IsEmpty ? flow : flow + ", "));
        else if (map.Entries.IsEmpty || at >= text.Length) failed = true;
        else AddLines(LastLine(map.Place.Line, map.Place.Column - 1, listItems: true), map.Place.Column - 1, block);
    }

    /// <summary>Adds an item to a list, in its own style.</summary>
    public void AddItem(YamlList list, string block, string flow)
    {
        var at = Offset(list.Place);
        if (at < text.Length && text[at] == '[') edits.Add((at + 1, 0, list.Items.IsEmpty ? flow : flow + ", "));
        else if (list.Items.IsEmpty || at >= text.Length || text[at] != '-') failed = true;
        else
        {
            var indent = list.Place.Column - 1;
            AddLines(LastLine(list.Place.Line, indent, listItems: true, onlyItems: true), indent, block);
        }
    }

    private void AddLines(int after, int indent, string block)
    {
        var at = after < lines.Length ? lines.Take(after).Sum(line => line.Length + 1) : text.Length;
        var added = string.Concat(block.Split('\n').Select(line => new string(' ', indent) + line + "\n"));
        // The text may end without a line break.
        edits.Add(after < lines.Length ? (at, 0, added) : (text.Length, 0, "\n" + added.TrimEnd('\n')));
    }

    /// <summary>The number of the last line of a block that begins at a line with this indentation.</summary>
    private int LastLine(int first, int indent, bool listItems, bool onlyItems = false)
    {
        var last = first;
        for (var number = first + 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1];
            var trimmed = line.TrimStart(' ');
            if (trimmed.Length == 0 || trimmed[0] == '#') continue;
            var depth = line.Length - trimmed.Length;
            if (depth < indent) break;
            var isItem = trimmed.StartsWith('-');
            if (depth == indent && (onlyItems ? !isItem : isItem && !listItems)) break;
            if (trimmed is "---" or "...") break;
            last = number;
        }
        return last;
    }

    private int Offset(TextPlace place)
    {
        var before = lines.Take(place.Line - 1).Sum(line => line.Length + 1);
        return Math.Min(text.Length, before + place.Column - 1);
    }
}
