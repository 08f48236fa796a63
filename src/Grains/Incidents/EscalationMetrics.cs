using AiSre.Domain.Incidents;
using Prometheus;

namespace AiSre.Grains.Incidents;

/// <summary>Escalations on <c>/metrics</c>.</summary>
public static class EscalationMetrics
{
    private static readonly Counter Steps = Metrics.CreateCounter(
        "ai_sre_escalation_steps_total", "Steps of escalations that were due, by what came of them.",
        new CounterConfiguration { LabelNames = ["outcome"] });

    /// <summary>Shows every outcome as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish()
    {
        string[] outcomes =
            [StepOutcome.Sent, "collapsed", StepOutcome.Nobody, StepOutcome.Unreached, StepOutcome.Suppressed, StepOutcome.Cancelled];
        foreach (var outcome in outcomes) Steps.WithLabels(outcome).Inc(0);
    }

    /// <summary>Counts the steps that a commit has added, and those of which it says something else than before.</summary>
    public static void Committed(Incident before, Incident after)
    {
        if (after.Escalation is not { } state || ReferenceEquals(state, before.Escalation)) return;
        var known = before.Escalation?.Fired.Select(step => (step.Cycle, step.Level, step.Outcome)).ToHashSet();
        foreach (var step in state.Fired)
        {
            if (known?.Contains((step.Cycle, step.Level, step.Outcome)) is not true) Steps.WithLabels(StepOutcome.Name(step.Outcome)).Inc();
        }
    }
}
