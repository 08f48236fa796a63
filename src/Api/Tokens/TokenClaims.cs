using System.Security.Claims;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain;

namespace AiSre.Api.Tokens;

/// <summary>What the claims of a token that holds make of whoever presents it.</summary>
internal static class TokenClaims
{
    /// <summary>Of a person who has no name that timelines take.</summary>
    private const string Nameless = "token";

    public static (Caller? Caller, ProblemResult? Problem) Read(ClaimsIdentity identity, TokenOptions options)
    {
        var roles = identity.FindAll(options.RoleClaim).Select(claim => RoleOf(claim.Value, options)).Where(role => role is not null).ToList();
        if (roles.Count == 0)
            return (null, Problems.Forbidden($"This token gives no role here; its claim {options.RoleClaim} must.", "no_role"));
        var role = roles.Max()!.Value;
        var workspaces = identity.FindAll(options.WorkspaceClaim).Select(claim => claim.Value).Distinct().ToList();
        if (workspaces is not [var workspace] || (!IsAll(workspace, options) && !WorkspaceId.IsValid(workspace)))
        {
            return (null, Problems.Forbidden(
                $"This token names no workspace, or several; its claim {options.WorkspaceClaim} must name one.", "no_workspace"));
        }
        var bound = IsAll(workspace, options) ? null : workspace;
        return (new(NameOf(identity, options), role, bound, bound ?? DefaultWorkspace.Id), null);
    }

    private static bool IsAll(string workspace, TokenOptions options) => options.AllWorkspaces is { } all && all == workspace;

    private static Role? RoleOf(string value, TokenOptions options) =>
        options.Roles.IsEmpty ? RoleRules.Parse(value) : options.Roles.TryGetValue(value, out var role) ? role : null;

    private static string NameOf(ClaimsIdentity identity, TokenOptions options)
    {
        var said = identity.FindFirst(options.NameClaim)?.Value is { Length: > 0 } claimed ? claimed : identity.FindFirst("sub")?.Value;
        if (said is not { Length: > 0 } text) return Nameless;
        var name = string.Concat(text.Take(KeyRules.MaxNameLength).Select(static c => KeyRules.IsName($"{c}") ? c : '_'));
        // An issuer must not name somebody as the platform calls itself.
        return ActorNames.IsPlatforms(name) ? $"{name}_" : name;
    }
}
