using AiSre.Console.Acting;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains;
using AiSre.Grains.Actions;

namespace AiSre.Console.Approvals;

/// <summary>Questions to people: may this be done?</summary>
internal static class ApprovalPages
{
    public static void MapApprovals(this ConsoleRoutes routes)
    {
        routes.Page("/approvals", List);
        routes.Act("/approvals/{approvalId}", KeyScope.Act, Decide, ConsoleCost.Action);
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains) =>
        context.Show<ApprovalsPage, ApprovalsView>(await ApprovalsView.LoadAsync(grains, context.Workspace, context.Now));

    private static async Task<IResult> Decide(string approvalId, ConsoleContext context, ConsoleForm form, HttpContext http, IGrainFactory grains)
    {
        if (form.Text("comment")?.Length > ActionApproval.LongestComment) return context.Refused("Nothing was answered: the comment is too long.");
        // Which of the two was pressed must be said: silence is no answer.
        if (form.Text("do") is not ("approve" or "deny")) return context.Refused("Nothing was answered: press approve or deny.");
        if (!GrainKeys.IsApprovalId(approvalId)) return Missing(approvalId, context);
        var (approval, code, detail) = await grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(context.Workspace, approvalId))
            .DecideAsync(form.Text("do") is "approve", ActingPerson.Of(context.User), form.Text("comment"), ActingPerson.AddressOf(http));
        return (approval, code) switch
        {
            (null, _) => Missing(approvalId, context),
            (_, not null) => context.Refused($"Your answer counts for nothing. {detail}"),
            ({ State: ApprovalState.Denied }, _) => context.Said("Denied: nothing is done."),
            ({ Answer: null }, _) => context.Said("Approved. What comes of it is shown here."),
            ({ Answer: { Status: ActionStatus.Success or ActionStatus.NoOp } answer }, _) => context.Said($"Approved. {answer.Message}"),
            ({ Answer.Status: ActionStatus.Unknown or ActionStatus.Started }, _) =>
                context.Refused($"Approved. It is not known yet whether it was done. {approval.Answer.Message}"),
            _ => context.Refused($"Approved, and not done. {approval.Answer.Message}"),
        };
    }

    private static IResult Missing(string approvalId, ConsoleContext context) => context.Missing($"Nobody has asked for an approval {approvalId}.");
}
