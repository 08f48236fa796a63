using AiSre.Console.Requests;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>Answers that the forms of a workspace share.</summary>
internal static class WorkspaceAnswers
{
    /// <summary>The page again, with what is wrong.</summary>
    public static IResult Wrong(this ConsoleContext context, WorkspacePageView view) => context.Show<WorkspacePage, WorkspacePageView>(view, 422);

    public static IResult Done(this ConsoleContext context, WorkspaceOutcome outcome, string sentence) => outcome.Refusal is WorkspaceRefusal.None
        ? context.Said(sentence)
        : context.Refused(WorkspaceWords.Refusal(outcome.Refusal, context.Workspace));

    /// <summary>Whoever looks on while it is erased is told so; to everybody else it is not there.</summary>
    public static IResult NoWorkspace(this ConsoleContext context) => context.Heard is not null || context.LastSaid is not null
        ? context.Said($"{context.Workspace} is gone: nothing of it is left.", ConsoleRoutes.Workspaces)
        : ConsoleAnswers.Lone(404, "There is no such workspace yet",
            "A workspace comes into being with the first thing that is sent to it, or when an admin of the platform makes it.",
            context.User.BoundWorkspace is null ? ConsoleRoutes.Workspaces : context.Link("/incidents"));
}
