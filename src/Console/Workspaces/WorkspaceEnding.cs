using AiSre.Console.Requests;
using AiSre.Domain.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>Stopping a workspace for a while, and for good.</summary>
internal static class WorkspaceEnding
{
    public static async Task<IResult> Suspend(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var reason = form.Text("reason");
        var problem = reason is null ? "Write why: everybody who works here reads it."
            : reason.Length > WorkspaceRules.LongestReason ? $"At most {WorkspaceRules.LongestReason} characters." : null;
        if (problem is null)
        {
            return context.Done(
                await grains.Grain(context.Workspace).SuspendAsync(reason!, context.User.Name),
                $"{context.Workspace} is suspended: nothing comes in, nothing acts, nobody is paged.");
        }
        return await WorkspacePageView.LoadAsync(grains, context.Workspace) is { } view
            ? context.Wrong(view with { SuspendProblem = problem })
            : context.NoWorkspace();
    }

    public static async Task<IResult> Resume(ConsoleContext context, IGrainFactory grains) => context.Done(
        await grains.Grain(context.Workspace).ResumeAsync(context.User.Name),
        $"{context.Workspace} goes on: alerts come in and people are paged again.");

    /// <summary>Only for somebody who has written which one is meant: a press too many must not erase a customer.</summary>
    public static async Task<IResult> Delete(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (form.Text("confirm") == context.Workspace)
        {
            return context.Done(
                await grains.Grain(context.Workspace).DeleteAsync(context.User.Name), $"{context.Workspace} is being deleted.");
        }
        return await WorkspacePageView.LoadAsync(grains, context.Workspace) is { } view
            ? context.Wrong(view with { DeleteProblem = $"Nothing was deleted. Type {context.Workspace} to say that it is meant." })
            : context.NoWorkspace();
    }
}
