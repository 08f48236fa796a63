using AiSre.Api.Errors;

namespace AiSre.Api.Workspaces;

/// <summary>Refusals that are about workspaces.</summary>
internal static class WorkspaceProblems
{
    /// <summary>The same for one that is not there, one that is another's, and one that was deleted.</summary>
    public static ProblemResult NotFound(string id) => Problems.NotFound($"Workspace {id} not found.", "workspace_not_found");

    public static ProblemResult Suspended(string id, string? reason) => Problems.Forbidden(
        $"The workspace {id} is suspended{(reason is null ? "" : $": {reason.TrimEnd('.')}")}. "
            + "It takes nothing in and does nothing until it is resumed; it can be read.",
        "workspace_suspended");

    /// <summary>For whoever is not told which workspaces there are.</summary>
    public static ProblemResult Suspended() => Problems.Forbidden("The workspace is suspended: nothing is done in it.", "workspace_suspended");

    public static ProblemResult PlatformOnly(string what) =>
        Problems.Forbidden($"This key belongs to one workspace; {what} for keys that belong to none.");
}
