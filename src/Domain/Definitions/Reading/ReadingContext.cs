using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>What the readers of all sections share: the problems so far, the names, and whose definitions these are.</summary>
/// <param name="environment">Answers for environment variables; null when these are a workspace's own definitions, which may not ask.</param>
/// <param name="allowed">What a workspace's own definitions may name besides public https.</param>
internal sealed partial class ReadingContext(Func<string, string?>? environment, AllowedTargets allowed)
{
    public ProblemList Problems { get; } = new();

    public Names Teams { get; } = new("team");
    public Names People { get; } = new("user");
    public Names Policies { get; } = new("policy");
    public Names Channels { get; } = new("channel");

    /// <summary>The operator's files: they may name any address and read environment variables.</summary>
    public bool IsTrusted => environment is not null;

    public AllowedTargets Allowed => allowed;

    public void Wrong(TextPlace place, string message) => Problems.Add(place, message);

    public string? Variable(string name) => environment?.Invoke(name);

    /// <summary>Refuses references to environment variables in all of a node.</summary>
    public void RefuseReferences(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar when scalar.Value.Contains("${", StringComparison.Ordinal):
                Wrong(scalar.Place, IsTrusted
                    ? "References to environment variables (${NAME}) are allowed below 'channels' only."
                    : "References to environment variables (${NAME}) are allowed in the operator's files only; write the value.");
                break;
            case YamlList list:
                foreach (var item in list.Items) RefuseReferences(item);
                break;
            case YamlMap map:
                foreach (var (_, value) in map.Entries) RefuseReferences(value);
                break;
        }
    }

    /// <summary>A name that others refer to.</summary>
    public bool IsName(YamlScalar name, string kind)
    {
        if (NamePattern().IsMatch(name.Value)) return true;
        Wrong(name.Place, $"'{Spelling.Shown(name.Value)}' is no name for a {kind}; allowed are 1 to 64 letters, digits and . _ @ - that begin with a letter or digit.");
        return false;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{0,63}\z")]
    private static partial Regex NamePattern();
}
