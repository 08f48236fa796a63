using System.Collections.Immutable;

namespace AiSre.Domain.Access;

public static class ScopeRules
{
    public static readonly ImmutableArray<KeyScope> All = [.. Enum.GetValues<KeyScope>()];

    /// <summary>Whether a key that is held to scopes is good for one of them; a key without scopes is held to none.</summary>
    public static bool Permit(this ImmutableArray<KeyScope> scopes, KeyScope needed) => scopes.IsDefaultOrEmpty || scopes.Contains(needed);

    /// <summary>What a role has any use for. No endpoint asks for a scope of a role that this does not give.</summary>
    public static ImmutableArray<KeyScope> Of(Role role) => role switch
    {
        Role.Ingest => [KeyScope.Ingest],
        Role.Viewer => [KeyScope.Read],
        Role.Operator => [KeyScope.Ingest, KeyScope.Read, KeyScope.Respond, KeyScope.Act, KeyScope.Configure],
        _ => All,
    };

    /// <summary>As keys, answers and the audit spell it.</summary>
    public static string Word(this KeyScope scope) => scope switch
    {
        KeyScope.Ingest => "ingest",
        KeyScope.Read => "read",
        KeyScope.Respond => "respond",
        KeyScope.Act => "act",
        KeyScope.Configure => "configure",
        _ => "administer",
    };

    /// <summary>Null when there is no such scope.</summary>
    public static KeyScope? Parse(string word) => word switch
    {
        "ingest" => KeyScope.Ingest,
        "read" => KeyScope.Read,
        "respond" => KeyScope.Respond,
        "act" => KeyScope.Act,
        "configure" => KeyScope.Configure,
        "administer" => KeyScope.Administer,
        _ => null,
    };
}
