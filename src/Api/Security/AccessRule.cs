using AiSre.Api.Errors;

namespace AiSre.Api.Security;

/// <summary>
/// Who may call an endpoint: its row of the table route x method x role x scope. Each endpoint that is not open to all has exactly one, and whoever
/// decides whether somebody may, over HTTP or from inside, asks it.
/// </summary>
/// <param name="Role">The least that does.</param>
/// <param name="Scope">What the endpoint is for; keys that are held to scopes need this one.</param>
internal sealed record AccessRule(Role Role, KeyScope Scope)
{
    public bool Admits(Caller caller) => caller.Role.Covers(Role) && caller.Scopes.Permit(Scope);

    /// <summary>Null when the caller may.</summary>
    public ProblemResult? RefusalOf(Caller caller) =>
        !caller.Role.Covers(Role) ? Problems.InsufficientRole(caller.Role.Word(), Role.Word())
        : !caller.Scopes.Permit(Scope) ? Problems.InsufficientScope(caller.Scopes.Select(static scope => scope.Word()), Scope.Word())
        : null;
}

internal sealed record OpenEndpoint;

/// <summary>Whether a session of the console opens an endpoint.</summary>
internal sealed record SessionRule(bool NothingElse);
