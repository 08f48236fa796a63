using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Demo.Script;

/// <summary>A run of a runbook, turn by turn.</summary>
/// <param name="Turns">In their order; at least one.</param>
public sealed record DemoRun(ImmutableArray<(DateTimeOffset At, RunTurn Turn)> Turns)
{
    /// <summary>As it has become.</summary>
    public WorkflowRun Run => Turns[^1].Turn.Run;
}
