using System.Collections.Immutable;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What a step wants done.</summary>
internal static class CommandRules
{
    /// <summary>Equal keys are one action. The form is stored in the action log; never change it.</summary>
    public static string Key(WorkflowRun run, string stepId, int attempt) => $"wf:{run.Id}:{stepId}:{attempt}";

    /// <summary>The same of what undoes a step.</summary>
    public static string RollbackKey(WorkflowRun run, string stepId, int attempt) => $"wf:{run.Id}:{stepId}:rollback:{attempt}";

    /// <summary>Of the attempt that the step is at. Null: an argument has no value.</summary>
    public static RunCommand? Of(WorkflowRun run, WorkflowStep step)
    {
        var attempt = run.Steps[run.Position].Attempt;
        return step.Type switch
        {
            StepType.Gather => new GatherCommand(step.Id, attempt, Timeout(step), step.Collect),
            StepType.Verify => new VerifyCommand(step.Id, attempt, Timeout(step)),
            StepType.Notify => new NotifyCommand(step.Id, attempt, Timeout(step), Text(run, step.Message), step.Channel),
            _ => Call(run, step.Action!, out _) is { } call
                ? new ActCommand(step.Id, attempt, Timeout(step), Key(run, step.Id, attempt), call, Approval(run, step.Id, call))
                {
                    Follows = run.Steps[run.Position].Tried, AskedSince = run.Steps[run.Position].AskedSince,
                }
                : null,
        };
    }

    /// <summary>Asks what became of the attempt that the step is at.</summary>
    public static RunCommand? Settle(WorkflowRun run, WorkflowStep step)
    {
        var at = run.Steps[run.Position];
        return Call(run, step.Action!, out _) is { } call
            ? new SettleCommand(step.Id, at.Attempt, Timeout(step), Key(run, step.Id, at.Attempt), call)
            {
                Approval = Approval(run, step.Id, call), IsFinal = at.IsSettling,
            }
            : null;
    }

    /// <summary>The action with what its templates stand for now.</summary>
    /// <param name="run">As it is.</param>
    /// <param name="template">The action.</param>
    /// <param name="missing">What has no value, in words; an action without it is another action.</param>
    public static ActionCall? Call(WorkflowRun run, ActionTemplate template, out string? missing)
    {
        missing = null;
        var (scope, args) = (new RunScope(run), WorkflowStep.NoTexts.ToBuilder());
        foreach (var (name, text) in template.Args)
        {
            var value = TextTemplate.Parse(text, out _)?.Render(scope, out var path) is { } rendered && path is null ? rendered : null;
            if (!string.IsNullOrEmpty(value)) args[name] = value;
            else if (WorkflowActions.Required(template.Action).Contains(name)) missing ??= $"{template.Action} has no value for '{name}': {text}.";
        }
        return missing is null ? new(template.Action, args.ToImmutable()) : null;
    }

    /// <summary>The yes to exactly this.</summary>
    public static StepApproval? Approval(WorkflowRun run, string stepId, ActionCall call) =>
        run.DryRun ? null
        : run.Grant is { } grant ? grant.Allows(stepId, call) ? At(run, grant, new(stepId, call)) : null
        : run.AutoApprove ? new(run.StartedBy, run.StarterRole, run.Deadline) : null;

    private static StepApproval At(WorkflowRun run, GateGrant grant, CoveredAction action) => new(grant.By, grant.Role, grant.Until ?? run.Deadline)
    {
        GateId = grant.GateId, Plan = grant.Plans.FirstOrDefault(plan => plan.StepId == action.StepId && plan.Call == action.Call),
    };

    public static string Text(WorkflowRun run, string? template) =>
        template is null ? "" : TextTemplate.Parse(template, out _)?.Render(new RunScope(run), out _) ?? template;

    public static TimeSpan Timeout(WorkflowStep step) => TimeSpan.FromSeconds(step.TimeoutSeconds ?? 30);
}
