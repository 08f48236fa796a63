using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>The names of one kind of thing, over all documents, and who refers to them. Names are the same whatever their case.</summary>
/// <param name="kind">What people call such a thing.</param>
public sealed class Names(string kind)
{
    private readonly Dictionary<string, (string Name, TextPlace Place)> defined = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, TextPlace Place)> references = [];

    /// <summary>False when it is defined already: both places are told.</summary>
    public bool Define(YamlScalar name, ProblemList problems)
    {
        if (defined.TryGetValue(name.Value, out var first))
        {
            problems.Add(
                name.Place, $"The {kind} '{Spelling.Shown(name.Value)}' is defined already, in {first.Place.File}, line {first.Place.Line}.");
            return false;
        }
        defined[name.Value] = (name.Value, name.Place);
        return true;
    }

    public void Refer(string name, TextPlace place) => references.Add((name, place));

    /// <summary>As its definition spells it.</summary>
    public string Canonical(string name) => defined.TryGetValue(name, out var found) ? found.Name : name;

    /// <summary>Once everything has been read: every reference must mean something.</summary>
    public void CheckReferences(ProblemList problems, params ReadOnlySpan<string> builtIn)
    {
        string[] known = [.. defined.Values.Select(entry => entry.Name).Order(StringComparer.OrdinalIgnoreCase), .. builtIn];
        foreach (var (name, place) in references)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                problems.Add(place, $"There is no {kind} '{Spelling.Shown(name)}'; {Spelling.Allowed(name, known)}");
        }
    }
}
