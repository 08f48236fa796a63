using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>What the readers of all sections share: the problems so far, the names, and whose definitions these are.</summary>
public sealed partial class ReadingContext
{
    private readonly Func<string, string?>? environment;
    private readonly Dictionary<string, Names> names;

    /// <param name="environment">Answers for environment variables; null when these are a workspace's own definitions, which may not ask.</param>
    /// <param name="allowed">What a workspace's own definitions may name besides public https.</param>
    /// <param name="kinds">Kinds of names that sections define.</param>
    internal ReadingContext(Func<string, string?>? environment, AllowedTargets allowed, IEnumerable<string> kinds)
    {
        (this.environment, Allowed) = (environment, allowed);
        names = kinds.ToDictionary(kind => kind, kind => new Names(kind));
    }

    public ProblemList Problems { get; } = new();

    /// <summary>The operator's files: they may name any address and read environment variables.</summary>
    public bool IsTrusted => environment is not null;

    public AllowedTargets Allowed { get; }

    /// <summary>They may lift the protection of namespaces, which belong to more than one workspace.</summary>
    public bool MayUnprotect { get; init; }

    /// <summary>The names of a kind, such as <c>team</c>.</summary>
    public Names Names(string kind) =>
        names.TryGetValue(kind, out var known) ? known : throw new ArgumentException($"No section defines names of the kind '{kind}'.", nameof(kind));

    public void Wrong(TextPlace place, string message) => Problems.Add(place, message);

    public string? Variable(string name) => environment?.Invoke(name);

    /// <summary>Refuses references to environment variables in all of a node.</summary>
    /// <param name="node">Where there must be none.</param>
    /// <param name="elsewhere">Where the operator's files may have them, as people read it.</param>
    internal void RefuseReferences(YamlNode node, string elsewhere)
    {
        switch (node)
        {
            case YamlScalar scalar when scalar.Value.Contains("${", StringComparison.Ordinal):
                Wrong(scalar.Place, IsTrusted
                    ? $"References to environment variables (${{NAME}}) are allowed below {elsewhere} only."
                    : "References to environment variables (${NAME}) are allowed in the operator's files only; write the value.");
                break;
            case YamlList list:
                foreach (var item in list.Items) RefuseReferences(item, elsewhere);
                break;
            case YamlMap map:
                foreach (var (_, value) in map.Entries) RefuseReferences(value, elsewhere);
                break;
        }
    }

    /// <summary>A name that others refer to.</summary>
    public bool IsName(YamlScalar name, string kind)
    {
        if (NamePattern().IsMatch(name.Value)) return true;
        Wrong(name.Place,
            $"'{Spelling.Shown(name.Value)}' is no name for a {kind}; allowed are 1 to 64 letters, digits and . _ @ - that begin with a letter or " +
            $"digit.");
        return false;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{0,63}\z")]
    private static partial Regex NamePattern();
}
