using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary>Reads one workflow or runbook (docs/workflows.md), or says everything that is wrong with it.</summary>
internal sealed partial class WorkflowReader(ReadingContext context, WorkflowKind kind)
{
    private const int MaxInputs = 32;
    private const string GeneratedFolder = "runbooks/generated/";

    private static readonly string[] Keys = ["id", "kind", "name", "description", "version", "inputs", "timeout_minutes", "on_error", "steps"];

    private string What => kind is WorkflowKind.Runbook ? "runbook" : "workflow";

    /// <param name="id">By which it is called.</param>
    /// <param name="node">What is written of it.</param>
    public WorkflowDefinition? Read(YamlScalar id, YamlNode node)
    {
        var what = $"The {What} '{Spelling.Shown(id.Value)}'";
        if (!IsId(id.Value))
            context.Wrong(id.Place, $"'{Spelling.Shown(id.Value)}' is no id of a {What}; allowed are 1 to 64 small letters, digits, '_' and '-'.");
        var allowed = kind is WorkflowKind.Runbook ? Keys.Append("match") : Keys;
        if (Fields.Of(node, what, context, [.. allowed]) is not { } fields) return null;
        if (fields.Scalar("id") is { } own && own.Value != id.Value) context.Wrong(own.Place, $"The id is '{id.Value}' already.");
        if (fields.Word("kind", "workflow", "runbook") is { } written && written != What)
            fields.Wrong("kind", $"{what} stands where {What}s are; a {written} belongs into {written}s/*.yaml.");
        fields.Need("name", "OOMKilled recovery");
        fields.Need("steps", "a list of steps");
        var inputs = Inputs(fields, what);
        var timeout = fields.Whole("timeout_minutes", 1, WorkflowDefinition.MaxTimeoutMinutes) ?? WorkflowDefinition.DefaultTimeoutMinutes;
        return new()
        {
            Id = id.Value,
            Kind = kind,
            Name = fields.Text("name") ?? id.Value,
            Description = LongText.Read(fields, "description", context, 2_000) ?? "",
            Version = fields.Whole("version", 1, 1_000_000) ?? 1,
            Inputs = inputs,
            TimeoutMinutes = timeout,
            NotifyOnError = NotifyOnError(fields, what),
            Steps = Steps(fields, what, inputs, timeout),
            Match = kind is WorkflowKind.Runbook ? fields.Node("match") is { } match ? MatchReader.Read(match, what, context) : new() : null,
            Origin = id.Place.File.StartsWith(GeneratedFolder, StringComparison.Ordinal) ? WorkflowOrigin.Generated : WorkflowOrigin.File,
        };
    }

    public static bool IsId(string text) => IdPattern().IsMatch(text);

    private ImmutableArray<WorkflowInput> Inputs(Fields fields, string what)
    {
        if (fields.Node("inputs") is not { } node) return [];
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"'inputs' is {node.Kind}; allowed is a set of keys, each the name of an input.");
            return [];
        }
        if (map.Entries.Length > MaxInputs) context.Wrong(map.Place, $"{what} has more than {MaxInputs} inputs.");
        return [.. map.Entries.Select(entry => Input(entry.Key, entry.Value)).OfType<WorkflowInput>()];
    }

    private WorkflowInput? Input(YamlScalar name, YamlNode node)
    {
        if (!IsValueName(name.Value))
            context.Wrong(name.Place, $"'{Spelling.Shown(name.Value)}' is no name of a value; allowed are small letters, digits and '_'.");
        if (node is YamlScalar { IsNull: true }) return new() { Name = name.Value };
        if (Fields.Of(node, $"The input '{Spelling.Shown(name.Value)}'", context, "required", "default",
            "description") is not { } fields) return null;
        var input = new WorkflowInput
        {
            Name = name.Value, IsRequired = fields.Flag("required") ?? false, Default = fields.Text("default"),
                Description = fields.Text("description"),
        };
        if (input is { IsRequired: true, Default: not null }) fields.Wrong("default", "An input that is required has no default.");
        return input;
    }

    private bool NotifyOnError(Fields fields, string what) =>
        fields.Node("on_error") is { } node && Fields.Of(node, $"'on_error' of {what}", context, "notify") is { } given
            && (given.Flag("notify") ?? false);

    private ImmutableArray<WorkflowStep> Steps(Fields fields, string what, ImmutableArray<WorkflowInput> inputs, int timeoutMinutes)
    {
        var items = fields.Items("steps");
        if (fields.Has("steps") && items.IsEmpty) fields.Wrong("steps", $"{what} has no step.");
        if (items.Length > WorkflowDefinition.MaxSteps) fields.Wrong("steps", $"{what} has more than {WorkflowDefinition.MaxSteps} steps.");
        var names = new StepNames(inputs, [.. items.Select(StepReader.IdOf)]);
        var steps = ImmutableArray.CreateBuilder<WorkflowStep>();
        foreach (var item in items)
        {
            if (new StepReader(context, names).Read(item) is { } step) steps.Add(step);
            names.Pass();
        }
        if (steps.Sum(step => (long)step.Seconds) > timeoutMinutes * 60L)
            fields.Wrong("steps", $"The steps wait longer than the {timeoutMinutes} minutes that a run may take; raise 'timeout_minutes'.");
        return steps.ToImmutable();
    }

    internal static bool IsValueName(string text) => ValueNamePattern().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9_-]{1,64}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,63}\z")]
    private static partial Regex ValueNamePattern();
}
