using System.Collections.Immutable;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>Reads what a key is to be, and whether its maker may hand it out.</summary>
internal static class NewKeyReader
{
    private static readonly string[] Roles = ["ingest", "viewer", "operator", "admin"];
    private static readonly string[] Scopes = [.. ScopeRules.All.Select(scope => scope.Word())];

    public static (NewKey? Key, ProblemResult? Problem) Read(NewKeyRequest request, Caller caller, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        if (KeyRules.NameProblem(request.Name) is { } problem) Refuse("name", problem);
        if (RoleRules.Parse(request.Role) is not { } role)
        {
            Refuse("role", $"There is no such role; {Spelling.Allowed(request.Role, Roles)}");
            return (null, Problems.Unprocessable(errors));
        }
        var scopes = ImmutableArray.CreateBuilder<KeyScope>();
        foreach (var (word, i) in (request.Scopes ?? []).Select((word, i) => (word, i)))
        {
            var field = Invariant($"scopes.{i}");
            if (ScopeRules.Parse(word) is not { } scope) Refuse(field, $"There is no such scope; {Spelling.Allowed(word, Scopes)}");
            else if (!ScopeRules.Of(role).Contains(scope)) Refuse(field, $"A key of the role {role.Word()} has no use for {word}.");
            else if (!scopes.Contains(scope)) scopes.Add(scope);
        }
        // An empty list would be a key that may do everything, by the hand of somebody who thought of one that may nothing.
        if (request.Scopes is { Count: 0 }) Refuse("scopes", "Name at least one, or leave it out for all that the role allows.");
        if (request.ExpiresAt <= now) Refuse("expires_at", "Must be in the future.");
        if (errors.Count > 0) return (null, Problems.Unprocessable(errors));
        return MayHandOut(caller, role, scopes.ToImmutable()) is { } refusal
            ? (null, refusal)
            : (new() { Name = request.Name, Role = role, Scopes = scopes.ToImmutable(), ExpiresAt = request.ExpiresAt }, null);

        void Refuse(string field, string message) => errors.Add(new(["body", .. field.Split('.')], message));
    }

    /// <summary>Null when the caller may; also for one that he rotates, which hands it out as well.</summary>
    public static ProblemResult? MayHandOut(Caller caller, Role role, ImmutableArray<KeyScope> scopes) =>
        KeyRules.MayHandOut(caller.Role, caller.Scopes, role, scopes)
            ? null
            : Problems.Forbidden("This key hands out no more than it is good for itself: name scopes that it has.", "beyond_own_key");
}
