using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Actions.Patches;

/// <summary>A selector that finds no pods. A workload's selector cannot be changed once it exists, so the labels of its pods follow it.</summary>
internal static class SelectorFix
{
    public static FixOutcome Apply(SpecView spec, SpecText text)
    {
        if (SpecView.Map(spec.Spec, "selector") is not { } selector) return FixOutcome.None("There is no selector in this spec.");
        if (spec.Template is not { } template)
            return FixOutcome.None("A service's selector is right if pods have its labels; give the workload's spec, and its labels are compared.");
        var wanted = SpecView.Map(selector, "matchLabels") ?? selector;
        var labels = SpecView.Map(template, "metadata") is { } metadata ? SpecView.Map(metadata, "labels") : null;
        if (labels is null) return FixOutcome.None("The template has no labels in this spec; it needs those of the selector.");
        var said = new List<string>();
        var missing = new List<string>();
        foreach (var (key, node) in wanted.Entries)
        {
            if (node is not YamlScalar { IsNull: false } value) continue;
            var now = SpecView.Scalar(labels, key.Value);
            if (now?.Value == value.Value) continue;
            if (now is not null) text.Replace(now, value.Value);
            else missing.Add($"{key.Value}: {value.Value}");
            said.Add($"{key.Value} is {value.Value}{(now is null ? "" : $" and not {now.Value}")}");
        }
        if (said.Count == 0) return FixOutcome.None("The labels of the template are those of the selector.");
        if (missing.Count > 0) text.Add(labels, string.Join('\n', missing), string.Join(", ", missing));
        var labelled = string.Join(", ", said);
        return new($"The selector finds no pod of its own template: {labelled}. A selector cannot be changed later, so the labels are.");
    }
}
