using System.Text.RegularExpressions;

namespace AiSre.Api.Tests.Isolation;

/// <summary>What a workspace has, by the names by which samples call it, and what times and words of everybody are.</summary>
internal sealed partial class Belongings(IReadOnlyDictionary<string, string> things, IReadOnlyDictionary<string, string> words)
{
    /// <summary>Stands in every name and text of the workspace whose walls are tried, and nowhere else.</summary>
    public const string Mark = "quagga";

    public IReadOnlyDictionary<string, string> Things => things;

    /// <summary>Of the same shapes, and nobody has them.</summary>
    public Belongings Absent() => new(things.ToDictionary(thing => thing.Key, thing => AbsentOf(thing.Value)), words);

    /// <summary>The same as they are named from another workspace, which is the caller's own.</summary>
    public Belongings SeenFrom(string workspace) => new(
        things.Where(thing => thing.Key != "workspace").ToDictionary(),
        new Dictionary<string, string>(words) { ["workspace"] = workspace });

    public string this[string name] =>
        things.TryGetValue(name, out var thing) ? thing
        : words.TryGetValue(name, out var word) ? word
        : throw new KeyNotFoundException($"Nothing is called {name}: give it to {nameof(Neighbour)}.");

    public bool IsThing(string name) => things.ContainsKey(name);

    public bool Has(string name) => things.ContainsKey(name) || words.ContainsKey(name);

    /// <summary>What a hole of a route's address is filled with.</summary>
    public static string NameOf(string pattern, string hole) => hole switch
    {
        "workspace" => "workspace",
        "name" when pattern.Contains("/heartbeats", StringComparison.Ordinal) => "heartbeat",
        "name" => "slo",
        "id" when pattern.Contains("/corrections/", StringComparison.Ordinal) => "correction",
        "id" when pattern.Contains("/incidents/", StringComparison.Ordinal) => "incident",
        "id" when pattern.Contains("/silences/", StringComparison.Ordinal) => "silence",
        "id" when pattern.Contains("/overrides/", StringComparison.Ordinal) => "override",
        "id" => "deadLetter",
        "seq" when pattern.Contains("dead-letters", StringComparison.Ordinal) => "deadLetter",
        "seq" => "message",
        _ when hole.EndsWith("Id", StringComparison.Ordinal) => hole[..^2],
        _ => hole,
    };

    private static string AbsentOf(string thing) =>
        IdPattern().Match(thing) is { Success: true } id ? $"{id.Groups[1].Value}-0000000000000"
        : thing.All(char.IsAsciiDigit) ? "2147483000"
        : thing.Contains(Mark, StringComparison.Ordinal) ? thing.Replace(Mark, "nobody", StringComparison.Ordinal)
        : Regex.Replace(thing, "[0-9a-f]{6,}$", hex => new('0', hex.Length));

    [GeneratedRegex("^([a-z]{2,4})-[0-9a-z]{13}$")]
    private static partial Regex IdPattern();
}
