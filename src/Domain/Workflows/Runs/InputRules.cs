using System.Text.Json;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What a run is given, against what its definition asks for.</summary>
public static class InputRules
{
    public const int MaxLength = 8_000;

    /// <summary>The inputs as a JSON object; null when something is wrong with them.</summary>
    /// <param name="definition">What asks.</param>
    /// <param name="given">By name.</param>
    /// <param name="problem">Which input, and what is wrong with it.</param>
    public static string? Read(WorkflowDefinition definition, IReadOnlyDictionary<string, JsonElement> given, out InputProblem? problem)
    {
        var known = definition.Inputs.Select(input => input.Name).ToList();
        problem = null;
        foreach (var (name, value) in given)
        {
            if (!known.Contains(name))
                problem ??= new(name, $"{definition.Id} has no input '{Spelling.Shown(name)}'; {Spelling.Allowed(name, known)}");
            else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                problem ??= new(name, "An input is a text, a number, true or false.");
            else if (value.ValueKind is JsonValueKind.String && value.GetString()!.Length > MaxLength)
                problem ??= new(name, $"An input has at most {MaxLength} characters.");
        }
        foreach (var input in definition.Inputs.Where(input => input.IsRequired))
        {
            if (IsNothing(given.GetValueOrDefault(input.Name))) problem ??= new(input.Name, $"{definition.Id} needs the input '{input.Name}'.");
        }
        if (problem is not null) return null;
        var inputs = definition.Inputs.Select(input => (input.Name, Value: Value(input, given))).Where(entry => entry.Value is not null);
        return JsonSerializer.Serialize(inputs.ToDictionary(entry => entry.Name, entry => entry.Value!.Value));
    }

    /// <summary>What the definition asks for, of what is known of the incident.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(WorkflowDefinition definition, RunTarget target)
    {
        var known = new Dictionary<string, string?>
        {
            ["namespace"] = target.Namespace,
            ["pod_name"] = target.Pod,
            ["deployment_name"] = target.Deployment,
            ["service"] = target.Service,
            ["cluster"] = target.Cluster,
            ["node"] = target.Node,
        };
        return definition.Inputs.Where(input => known.GetValueOrDefault(input.Name) is not null)
            .ToDictionary(input => input.Name, input => JsonSerializer.SerializeToElement(known[input.Name]));
    }

    /// <summary>What a run is about, by the names that all definitions use for it.</summary>
    public static RunTarget Target(string inputs)
    {
        var root = JsonElements.Parse(inputs);
        return new()
        {
            Cluster = Text("cluster"),
            Namespace = Text("namespace"),
            Pod = Text("pod_name"),
            Deployment = Text("deployment_name"),
            Service = Text("service"),
            Node = Text("node"),
        };

        string? Text(string name) => root is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var value)
            ? value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
    }

    private static JsonElement? Value(WorkflowInput input, IReadOnlyDictionary<string, JsonElement> given)
    {
        var value = given.GetValueOrDefault(input.Name);
        return !IsNothing(value) ? value : input.Default is { } other ? JsonSerializer.SerializeToElement(other) : null;
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            || (value.ValueKind is JsonValueKind.String && value.GetString()!.Length == 0);
}

/// <param name="Input">Its name.</param>
/// <param name="Message">A sentence.</param>
public sealed record InputProblem(string Input, string Message);
