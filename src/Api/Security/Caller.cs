using System.Collections.Immutable;
using AiSre.Api.Errors;

namespace AiSre.Api.Security;

/// <summary>Who asks, with what role, in which workspace. Take it as a parameter of an endpoint delegate.</summary>
/// <param name="Name">The key's name, which is the actor in timelines and audit; never the key. <c>dev</c> without keys.</param>
/// <param name="Role">The key's role.</param>
/// <param name="BoundWorkspace">The only workspace that the key may see; null when it may see all.</param>
/// <param name="Workspace">The workspace of this request: the bound one, else <c>X-Workspace-Id</c>, else <c>default</c>.</param>
/// <param name="NamedWorkspace">True when the request named its workspace itself.</param>
/// <param name="WorkspaceName"><c>X-Workspace-Name</c>: display text only, never part of a key or a decision.</param>
public sealed record Caller(
    string Name, Role Role, string? BoundWorkspace, string Workspace, bool NamedWorkspace = false, string? WorkspaceName = null)
{
    /// <summary>What the key is good for, of what its role allows; empty: for all of that.</summary>
    public ImmutableArray<KeyScope> Scopes { get; init; } = [];

    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.Features.Get<Caller>());

    /// <summary>Whether the role suffices; for decisions inside an endpoint, such as approving a larger blast.</summary>
    public bool May(Role needed) => Role.Covers(needed);

    /// <summary>Whether a name is that of a workspace that the key may see; what it may not see is for it as what is not there.</summary>
    public bool MaySee(string workspace) => WorkspaceId.IsValid(workspace) && (BoundWorkspace is null || BoundWorkspace == workspace);

    /// <summary>
    /// The workspaces that a list shows. <paramref name="workspaceId"/> is the query parameter <c>workspace_id</c>; a key that is bound to
    /// another workspace gets a 403, because a filter names no single thing whose existence could leak.
    /// </summary>
    public WorkspaceFilter ResolveWorkspaceFilter(string? workspaceId)
    {
        if (string.IsNullOrEmpty(workspaceId))
            return new(BoundWorkspace ?? (NamedWorkspace ? Workspace : null), null);
        if (!WorkspaceId.IsValid(workspaceId))
            return new(Workspace, Problems.Unprocessable("query", "workspace_id", "Use 1 to 64 letters, digits, '-' or '_'."));
        return BoundWorkspace is null || BoundWorkspace == workspaceId
            ? new(workspaceId, null)
            : new(BoundWorkspace, Problems.ForeignWorkspace());
    }
}

/// <summary>The answer to "whose rows?".</summary>
/// <param name="Workspace">One workspace, or null for all.</param>
/// <param name="Problem">Set when the request must be refused; return it before reading anything.</param>
public readonly record struct WorkspaceFilter(string? Workspace, ProblemResult? Problem);
