using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary>Reads what a runbook is for.</summary>
internal static class MatchReader
{
    public static RunbookMatch Read(YamlNode node, string what, ReadingContext context)
    {
        string[] keys = ["patterns", "services", "severities", "namespaces", "title_regex", "labels", "mode"];
        if (Fields.Of(node, $"'match' of {what}", context, keys) is not { } fields) return new();
        return new()
        {
            Patterns = Patterns(fields, context),
            Services = Texts(fields, "services", "payments-api"),
            Severities = [.. fields.Severities("severities").Select(severity => severity.Name())],
            Namespaces = Texts(fields, "namespaces", "production"),
            TitleRegex = Regex(fields, context),
            Labels = Labels(fields, context),
            IsAny = fields.Word("mode", "all", "any") is "any",
        };
    }

    private static ImmutableArray<string> Patterns(Fields fields, ReadingContext context)
    {
        var patterns = fields.Scalars("patterns", "oomkilled");
        foreach (var pattern in patterns.Where(pattern => !FailurePatterns.Labels.Contains(pattern.Value)))
            context.Wrong(pattern.Place,
                $"'{Spelling.Shown(pattern.Value)}' is no failure pattern; {Spelling.Allowed(pattern.Value, FailurePatterns.Labels)}");
        return [.. patterns.Select(pattern => pattern.Value).Distinct()];
    }

    private static ImmutableArray<string> Texts(Fields fields, string key, string example) =>
        [.. fields.Scalars(key, example).Select(item => item.Value).Distinct()];

    private static string? Regex(Fields fields, ReadingContext context)
    {
        if (fields.Scalar("title_regex") is not { } regex) return null;
        if (SearchPattern.Of(regex.Value).Problem is { } problem) context.Wrong(regex.Place, $"{problem}.");
        return regex.Value;
    }

    private static ImmutableSortedDictionary<string, string> Labels(Fields fields, ReadingContext context)
    {
        if (fields.Node("labels") is not { } node) return WorkflowStep.NoTexts;
        if (node is YamlMap map && map.Entries.All(entry => entry.Value is YamlScalar { IsNull: false }))
            return WorkflowStep.NoTexts.AddRange(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, ((YamlScalar)entry.Value).Value)));
        context.Wrong(node.Place, "'labels' are names and values, such as team: payments.");
        return WorkflowStep.NoTexts;
    }
}
