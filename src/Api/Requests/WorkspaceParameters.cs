using AiSre.Api.Security;

namespace AiSre.Api.Requests;

/// <summary>How a request names its workspace.</summary>
internal static class WorkspaceHeaders
{
    public static readonly HeaderParameter Id = new(
        "X-Workspace-Id",
        "The workspace that the request is about: 1 to 64 letters, digits, '-' or '_'. That of the key, else default, when absent.");

    public static readonly HeaderParameter DisplayName = new("X-Workspace-Name", "How the workspace is shown; text for people only.");
}

/// <summary>The parameter <c>workspace_id</c> of lists.</summary>
internal static class WorkspaceQuery
{
    public static readonly QueryParameter<string?> Id = Query.Text(
        "workspace_id", "One workspace. When absent: that of the key or of X-Workspace-Id, else all that the key may see.");

    /// <summary>For what is always about one workspace.</summary>
    public static readonly QueryParameter<string?> One = Query.Text(
        "workspace_id", "The workspace. When absent: that of the key or of X-Workspace-Id, else default.");

    /// <summary>One workspace, or null for all. What the caller may not see is a problem of the query.</summary>
    public static string? Workspace(this QueryReader query, Caller caller) => Filter(query, caller, Id);

    /// <summary>The workspace that is asked about.</summary>
    public static string OneWorkspace(this QueryReader query, Caller caller) => Filter(query, caller, One) ?? caller.Workspace;

    private static string? Filter(QueryReader query, Caller caller, QueryParameter<string?> parameter)
    {
        var (workspace, problem) = caller.ResolveWorkspaceFilter(query.Of(parameter));
        if (problem is not null) query.Refuse(problem);
        return workspace;
    }
}
