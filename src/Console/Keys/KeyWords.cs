using System.Collections.Immutable;
using AiSre.Domain.Access;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Keys;

/// <summary>Keys in words of people.</summary>
internal static class KeyWords
{
    public static string Says(KeyScope scope) => scope switch
    {
        KeyScope.Ingest => "send alerts, deploys, beats and events of SLOs",
        KeyScope.Read => "read everything but the audit and the keys",
        KeyScope.Respond => "acknowledge, resolve, note, silence, stand in",
        KeyScope.Act => "execute and approve actions, run workflows and runbooks",
        KeyScope.Configure => "set up SLOs and heartbeats, and as admin definitions and autonomy",
        _ => "make and end keys, look after the workspace, read the audit, stop all actions",
    };

    public static string Scopes(ManagedKey key) =>
        key.Scopes.IsDefaultOrEmpty ? $"all that {key.Role.Word()} allows" : string.Join(", ", key.Scopes.Order().Select(scope => scope.Word()));

    public static string Refusal(KeyRefusal refusal) => refusal switch
    {
        KeyRefusal.TooMany => $"Nothing was made: {IWorkspaceKeysGrain.MaxStanding} keys count here already. Revoke those that nobody uses.",
        KeyRefusal.NotActive => "Nothing was made: the workspace is suspended, or is being deleted.",
        _ => "Nothing was made: this key was replaced already, or does not count any more.",
    };

    public static string Names(ImmutableArray<string> names) => names.IsEmpty ? "nobody" : string.Join(", ", names);
}
