using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;
using DiffPlex.Renderer;

namespace AiSre.Domain.Actions.Patches;

/// <summary>
/// Turns a spec and what is wrong with it into a changed spec. The text is edited where the change is, so that comments, order and quotes of the
/// rest stay as they are. The issue only chooses among the fixes that there are: nothing in it is executed or copied but numbers, names and tags.
/// </summary>
public static class ConfigFixes
{
    private const string File = "current_spec";

    /// <summary>The first whose words stand in the issue. The more telling words come first: an OOM kill also restarts, a probe also fails.</summary>
    private static readonly ImmutableArray<SpecFixer> Fixers =
    [
        new("memory", ["oom", "out of memory", "memory"], ResourceFix.Memory),
        new("cpu", ["cpu", "throttl"], ResourceFix.Cpu),
        new("probes", ["probe", "liveness", "readiness", "health check"], ProbeFix.Apply),
        new("selectors", ["selector", "no endpoints", "matchlabels", "label"], SelectorFix.Apply),
        new("image", ["image", "errimagepull", "imagepull", "manifest unknown", "tag"], ImageFix.Apply),
        new("replicas", ["replica", "single point", "capacity", "overload", "scale"], ReplicaFix.Apply),
        new("env", ["env", "variable", "not set", "missing config"], EnvFix.Apply),
    ];

    public static ConfigFix Suggest(string issue, string component, string spec)
    {
        var fixer = Fixers.FirstOrDefault(fixer => fixer.IsAbout(issue));
        if (spec.Trim().Length == 0)
            return new() { Kind = fixer?.Kind, Reason = "There is no current_spec; give the YAML that is in force, and a change to it is written." };
        // Lines end as they do in YAML files; the place of a change is reckoned in them.
        var text = spec.Replace("\r\n", "\n", StringComparison.Ordinal);
        var problems = new List<DefinitionProblem>();
        var root = YamlTree.Parse(new(File, text), problems);
        if (problems.Count > 0) return new() { Kind = fixer?.Kind, Reason = "The current_spec cannot be read.", Problems = [.. problems] };
        if (root is not YamlMap map)
            return new()
            {
                Kind = fixer?.Kind, Reason = "The current_spec cannot be read.",
                Problems = [new(File, 1, 1, "A spec is a set of keys, such as spec: {…}.")],
            };
        if (fixer is null)
            return new() { Reason = $"What is wrong is not clear from the issue; name one of {string.Join(", ", Fixers.Select(f => f.Kind))}." };
        var edit = new SpecText(text);
        var outcome = fixer.Fix(new(map, component, issue), edit);
        if (outcome.Failed) return new() { Kind = fixer.Kind, Reason = outcome.Reason };
        const string byHand = "Where the change would be stands an empty value, or one over several lines; change that by hand.";
        return edit.Result is { } changed && changed != text
            ? new() { Kind = fixer.Kind, Reason = outcome.Reason, Changed = changed, Diff = Diff(text, changed) }
            : new() { Kind = fixer.Kind, Reason = byHand };
    }

    private static string Diff(string before, string after) =>
        UnidiffRenderer.GenerateUnidiff(before, after, "a/spec.yaml", "b/spec.yaml", ignoreWhitespace: false, ignoreCase: false, contextLines: 3)
            .Replace("\r\n", "\n", StringComparison.Ordinal);
}

/// <summary>One kind of fix and the words by which an issue asks for it.</summary>
internal sealed record SpecFixer(string Kind, ImmutableArray<string> Words, Func<SpecView, SpecText, FixOutcome> Fix)
{
    public bool IsAbout(string issue) => Words.Any(word => issue.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Reason">Why this change; why none.</param>
/// <param name="Failed">Nothing is suggested, whatever was edited.</param>
internal readonly record struct FixOutcome(string Reason, bool Failed = false)
{
    public static FixOutcome None(string reason) => new(reason, true);
}
