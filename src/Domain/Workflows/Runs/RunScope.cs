using System.Text.Json;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What the expressions and templates of a run see: <c>inputs</c>, <c>steps</c>, <c>incident</c>, <c>run</c>, and what was just
/// read.</summary>
/// <param name="run">As it is.</param>
/// <param name="read">A JSON object whose members have names of their own, such as <c>pod</c>; null: nothing was read.</param>
internal sealed class RunScope(WorkflowRun run, string? read = null) : IValueScope
{
    private readonly Dictionary<string, JsonElement?> parsed = [];

    public JsonElement? Find(ValuePath path)
    {
        var rest = path.Segments.AsSpan()[1..];
        return path.Root switch
        {
            "inputs" => Walk("inputs", run.Inputs, rest),
            "incident" => Field(rest, IncidentField),
            "run" => Field(rest, RunField),
            "steps" => rest is [{ Name: { } id }, ..] ? StepField(id, rest[1..]) : null,
            _ => read is null ? null : Walk("", read, path.Segments.AsSpan()),
        };
    }

    private JsonElement? StepField(string id, ReadOnlySpan<PathSegment> rest)
    {
        var index = run.Definition.IndexOf(id);
        if (index < 0 || rest.IsEmpty) return null;
        var step = run.Steps[index];
        return rest[0].Name switch
        {
            "outputs" => Walk(id, step.Outputs, rest[1..]),
            "status" when rest.Length == 1 => Text(step.Status.Name()),
            "message" when rest.Length == 1 => Text(step.Message),
            "verified" when rest.Length == 1 => JsonSerializer.SerializeToElement(step.Verified),
            _ => null,
        };
    }

    private string? IncidentField(string name) => name switch
    {
        "id" => run.Incident?.Id,
        "title" => run.Incident?.Title,
        "severity" => run.Incident?.Severity,
        "service" => run.Incident?.Service,
        "namespace" => run.Incident?.Namespace,
        "cluster" => run.Incident?.Cluster,
        "pattern" => run.Incident?.Pattern,
        _ => null,
    };

    private string? RunField(string name) => name switch
    {
        "id" => run.Id,
        "workflow_id" => run.Definition.Id,
        "started_by" => run.StartedBy,
        "dry_run" => run.DryRun ? "true" : "false",
        _ => null,
    };

    private static JsonElement? Field(ReadOnlySpan<PathSegment> rest, Func<string, string?> field) =>
        rest is [{ Name: { } name }] ? Text(field(name)) : null;

    private static JsonElement? Text(string? text) => text is null ? null : JsonSerializer.SerializeToElement(text);

    /// <summary>Each document is read once, and only when something of it is wanted.</summary>
    private JsonElement? Walk(string name, string? json, ReadOnlySpan<PathSegment> segments)
    {
        if (!parsed.TryGetValue(name, out var root)) parsed[name] = root = json is null ? null : JsonElements.Parse(json);
        return root is { } found ? ValuePath.Walk(found, segments) : null;
    }
}
