using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workflows;

/// <summary>What the audit says of what people do to a run.</summary>
internal static class RunAudit
{
    public static AuditRecord Started(WorkflowRun run, DateTimeOffset now) => Of(run, run.StartedBy, "workflow_started", now);

    public static AuditRecord Cancelled(WorkflowRun run, string by, DateTimeOffset now) => Of(run, by, "workflow_cancelled", now);

    /// <summary>To what exactly it was said, and under which policies. Arguments may be free text, so their hash stands for them.</summary>
    /// <param name="run">As it was when the answer came.</param>
    /// <param name="answer">What was said.</param>
    /// <param name="asked">What the guard said of the gate's actions when the answer came, if it had not been asked before.</param>
    /// <param name="now">When.</param>
    public static AuditRecord Answered(WorkflowRun run, GateAnswer answer, ImmutableArray<PlannedAction> asked, DateTimeOffset now)
    {
        var gate = answer.StepId ?? RunRules.OpenGates(run).FirstOrDefault();
        var plans = run.Gate is { IsPlanned: true } open && open.StepId == gate ? open.Plans : asked;
        var revisions = plans.Select(plan => plan.PolicyRevision).Where(revision => revision is { Length: > 0 }).Distinct();
        return Of(run, answer.By, answer.Approved ? "workflow_approved" : "workflow_denied", now) with
        {
            Detail = EventPayload.Of(
                ("gate", gate), ("role", answer.Role.ToString().ToLowerInvariant()), ("workflow_id", run.Definition.Id),
                ("requester", run.StartedBy), ("incident_id", run.Incident?.Id), ("comment", answer.Comment),
                ("actions", plans.Select(plan => $"{plan.StepId}: {plan.Call.Action}")),
                ("arguments_hash", plans.Select(plan => $"{plan.StepId}: {plan.ArgumentsHash ?? "not known"}")),
                ("policy_revision", string.Join(", ", revisions) is { Length: > 0 } known ? known : null)),
        };
    }

    private static AuditRecord Of(WorkflowRun run, string by, string action, DateTimeOffset now) =>
        new(by, action, WorkflowRunGrain.Kind, run.Id, now.ToUnixTimeMilliseconds());
}
