using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary>What the steps of one workflow may refer to: inputs, the incident, the run, and steps that come before them.</summary>
internal sealed class StepNames(ImmutableArray<WorkflowInput> inputs, ImmutableArray<string?> ids)
{
    public static readonly string[] IncidentFields = ["id", "title", "severity", "service", "namespace", "cluster", "pattern"];
    public static readonly string[] RunFields = ["id", "workflow_id", "dry_run", "started_by"];

    private static readonly string[] Roots = ["inputs", "steps", "incident", "run"];
    private static readonly string[] StepFields = ["outputs", "status", "message", "verified"];

    private int passed;

    public IEnumerable<string> Before => ids.Take(passed).OfType<string>();

    public IEnumerable<string> Behind => ids.Skip(passed + 1).OfType<string>();

    /// <summary>The next step is being read.</summary>
    public void Pass() => passed++;

    /// <summary>Every path must be able to lead somewhere: a mistyped one would be null at night.</summary>
    public void Check(IEnumerable<ValuePath> paths, TextPlace place, ReadingContext context, params string[] more)
    {
        foreach (var path in paths)
            if (Problem(path, more) is { } problem) context.Wrong(place, problem);
    }

    private string? Problem(ValuePath path, string[] more)
    {
        if (more.Contains(path.Root)) return null;
        var second = path.Segments.Length > 1 ? path.Segments[1].Name : null;
        return path.Root switch
        {
            "inputs" => Unknown(path, "input", second, [.. inputs.Select(input => input.Name)]),
            "incident" => Unknown(path, "field of an incident", second, IncidentFields),
            "run" => Unknown(path, "field of a run", second, RunFields),
            "steps" => Unknown(path, "step before this one", second, [.. Before])
                ?? Unknown(path, "field of a step", path.Segments.Length > 2 ? path.Segments[2].Name : null, StepFields),
            _ => $"There is nothing called '{Spelling.Shown(path.Root)}'; {Spelling.Allowed(path.Root, Roots.Concat(more))}",
        };
    }

    private static string? Unknown(ValuePath path, string what, string? name, IReadOnlyList<string> known)
    {
        if (name is not null && known.Contains(name)) return null;
        return name is null
            ? $"'{path}' names no {what}; {Spelling.Allowed("", known)}"
            : $"There is no {what} '{Spelling.Shown(name)}'; {Spelling.Allowed(name, known)}";
    }
}
