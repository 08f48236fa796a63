using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains;
using AiSre.Grains.Workflows;

namespace AiSre.Console.Workflows;

/// <summary>One run, step by step, and the answer at its gate.</summary>
internal static class RunPages
{
    public static void MapRuns(this ConsoleRoutes routes)
    {
        routes.Page("/workflows/runs/{runId}", Show);
        routes.Act("/workflows/runs/{runId}/answer", KeyScope.Act, Answer, ConsoleCost.Action);
        routes.Act("/workflows/runs/{runId}/cancel", KeyScope.Act, Cancel);
    }

    public static ApproverRole? RoleOf(ConsoleUser user) =>
        user.MayAdminister ? ApproverRole.Admin : user.MayAct ? ApproverRole.Operator : null;

    private static async Task<IResult> Show(string runId, ConsoleContext context, IGrainFactory grains) =>
        Find(runId, context, grains) is { } grain && await grain.GetAsync() is { } run
            ? context.Show<RunPage, RunView>(new(run))
            : Missing(runId, context);

    private static async Task<IResult> Answer(string runId, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (Find(runId, context, grains) is not { } grain || RoleOf(context.User) is not { } role) return Missing(runId, context);
        if (form.Text("comment")?.Length > GateAnswer.LongestComment) return context.Refused("Nothing was answered: the comment is too long.");
        // Which of the two was pressed must be said: silence is no answer.
        if (form.Text("do") is not ("approve" or "deny") || form.Text("gate") is not { } gate)
            return context.Refused("Nothing was answered: press approve or deny.");
        var approved = form.Text("do") is "approve";
        var (outcome, run) = await grain.AnswerAsync(
            new() { StepId = gate, Approved = approved, By = context.User.Name, Role = role, Comment = form.Text("comment") });
        return run is null ? Missing(runId, context) : outcome switch
        {
            AnswerOutcome.Accepted => context.Said(approved ? "Approved: the run goes on." : "Denied: the run ends."),
            AnswerOutcome.Kept => context.Said("Kept for the gate, which the run has not come to yet."),
            AnswerOutcome.AlreadyAnswered => context.Refused($"Somebody was first. {run.Steps.FirstOrDefault(step => step.Id == gate)?.Message}"),
            AnswerOutcome.Expired => context.Refused("Nothing was answered: the question has expired."),
            AnswerOutcome.RoleTooLow => context.Refused("Nothing was answered: this gate asks for an admin."),
            AnswerOutcome.SamePerson => context.Refused("Nothing was answered: this gate asks for somebody else than the one who started the run."),
            AnswerOutcome.NotSeen => context.Refused(
                "Nothing was answered: nobody can see at this moment what it would be a yes to. The question stands; answer again."),
            AnswerOutcome.RunIsOver => context.Refused("Nothing was answered: the run is over."),
            _ => context.Refused("Nothing was answered: the run is not at that gate."),
        };
    }

    private static async Task<IResult> Cancel(string runId, ConsoleContext context, IGrainFactory grains) =>
        Find(runId, context, grains) is { } grain && await grain.CancelAsync(context.User.Name) is { } run
            ? run.CancelledBy is null && run.IsOver
                ? context.Refused("There was nothing to cancel: the run is over.")
                : context.Said(run.IsOver ? "Cancelled." : "It ends as soon as the step is over that is being done.")
            : Missing(runId, context);

    private static IWorkflowRunGrain? Find(string runId, ConsoleContext context, IGrainFactory grains) =>
        GrainKeys.IsRunId(runId) ? grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(context.Workspace, runId)) : null;

    private static IResult Missing(string runId, ConsoleContext context) =>
        context.Missing($"There is no run {runId}. Those that are over are forgotten after a while.");
}

/// <param name="Run">As its grain has it.</param>
public sealed record RunView(WorkflowRun Run);
