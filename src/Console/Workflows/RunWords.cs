using AiSre.Console.Parts;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Console.Workflows;

/// <summary>Runs and their steps, in words of people.</summary>
internal static class RunWords
{
    public static (string Word, string? Tone, string Icon) Look(RunStatus status) => status switch
    {
        RunStatus.Pending => ("about to begin", "busy", "circle-dashed"),
        RunStatus.Running => ("running", "busy", "circle-dot"),
        RunStatus.WaitingApproval => ("waits for approval", "busy", "hand"),
        RunStatus.WaitingTimer => ("waits", "busy", "clock"),
        RunStatus.RollingBack => ("undoes what it did", "warn", "circle-alert"),
        RunStatus.Succeeded => ("done", "ok", "circle-check"),
        RunStatus.Failed => ("failed", "high", "circle-x"),
        RunStatus.Cancelled => ("cancelled", null, "circle-x"),
        RunStatus.TimedOut => ("ran out of time", "high", "clock"),
        RunStatus.Rejected => ("somebody said no", "warn", "circle-x"),
        RunStatus.RolledBack => ("failed, all of it is undone", "warn", "circle-x"),
        _ => ("failed, and not all of it could be undone", "crit", "octagon-alert"),
    };

    public static (string Word, string? Tone, string Icon) Look(StepStatus status) => status switch
    {
        StepStatus.Pending => ("to come", null, "circle-dashed"),
        StepStatus.Running => ("is being done", "busy", "circle-dot"),
        StepStatus.Waiting => ("waits", "busy", "hand"),
        StepStatus.Succeeded => ("done", "ok", "circle-check"),
        StepStatus.Failed => ("failed", "high", "circle-x"),
        StepStatus.Skipped => ("left out", null, "circle-dashed"),
        StepStatus.Cancelled => ("cancelled", null, "circle-x"),
        _ => ("undone", "warn", "circle-alert"),
    };

    /// <summary>What a step does.</summary>
    public static string What(WorkflowStep step) => step.Type switch
    {
        StepType.Gather => $"Reads {string.Join(", ", step.Collect.Select(Plain))}",
        StepType.Condition => $"Goes on if {step.When}",
        StepType.Action => $"{Capital(Plain(step.Action?.Action))}, by the guard",
        StepType.Approval => $"Asks an {(step.ApproverRole is ApproverRole.Admin ? "admin" : "operator")}"
            + (step.FourEyes ? " who has not started it" : ""),
        StepType.Wait => $"Waits {SpanText.Of(TimeSpan.FromSeconds(step.Seconds))}",
        StepType.Notify => $"Tells {step.Channel ?? "who is told of the incident"}",
        StepType.Verify => $"Looks after {SpanText.Of(TimeSpan.FromSeconds(step.Seconds))} whether {step.Expect}",
        _ => $"Keeps {string.Join(", ", step.Values.Keys.Select(Plain))}",
    };

    public static string Arguments(ActionCall call) => string.Join(", ", call.Args.Where(arg => arg.Value.Length > 0).Select(arg =>
        $"{Plain(arg.Key)} {arg.Value}"));

    public static string Origin(WorkflowDefinition definition) => definition.Origin switch
    {
        WorkflowOrigin.BuiltIn => "comes with the product",
        WorkflowOrigin.Generated => "proposed from past incidents and approved",
        _ => "written by the operator",
    };

    public static string Plain(string? word) => (word ?? "").Replace('_', ' ');

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
