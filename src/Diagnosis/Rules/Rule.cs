using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Diagnosis.Rules;

/// <summary>How one cause is recognised. Pure: the same scene gives the same findings.</summary>
/// <param name="Cause">Its name in the closed list of docs/diagnosis.md: <c>oom_killed</c>. Two rules may find the same cause by different
/// signs.</param>
/// <param name="See">Looks at the scene.</param>
public sealed record Rule(string Cause, Func<Scene, IEnumerable<Finding>> See)
{
    /// <summary>
    /// Plurals of the lists without which it can say nothing: <c>pods</c>, <c>resourcequotas</c>; <c>logs</c> and <c>metrics</c> too.
    /// </summary>
    public required ImmutableArray<string> Needs { get; init; }

    /// <summary>What it looks at, in words, for the table in the documentation.</summary>
    public required string LooksAt { get; init; }

    /// <summary>What to do about it, in one or two sentences.</summary>
    public required string Advice { get; init; }

    /// <summary>What would be seen if the cause were right and mended.</summary>
    public required string Expected { get; init; }

    /// <summary>The incident pattern that goes with it.</summary>
    public string Pattern { get; init; } = "unknown";

    /// <summary>
    /// It describes a consequence, such as a service without endpoints: any cause of the same component or of what it depends on comes first.
    /// </summary>
    public bool IsConsequence { get; init; }
}
