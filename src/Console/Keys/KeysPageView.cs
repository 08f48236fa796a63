using System.Collections.Immutable;
using AiSre.Console.Workspaces;
using AiSre.Domain.Access;
using AiSre.Domain.Workspaces;
using AiSre.Grains.OnCall;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Keys;

/// <param name="Of">Whose keys.</param>
/// <param name="Keys">Those that count by name, and then those that have ended, the latest first.</param>
/// <param name="Settings">Keys of the settings that open this workspace.</param>
/// <param name="People">Those of the definitions.</param>
/// <param name="Draft">What stands in the form.</param>
public sealed record KeysPageView(
    Workspace Of, ImmutableArray<ManagedKey> Keys, IReadOnlyList<SettingsKey> Settings, ImmutableArray<PersonFacts> People, NewKeyDraft Draft)
{
    /// <summary>Just made, and shown this once.</summary>
    public MadeKey? Made { get; init; }

    /// <summary>Null when there is no such workspace.</summary>
    internal static async Task<KeysPageView?> LoadAsync(
        IGrainFactory grains, string workspace, IConsoleKeys known, DateTimeOffset now, NewKeyDraft draft)
    {
        if (await grains.Grain(workspace).FindAsync() is not { } one) return null;
        var people = grains.GetGrain<IOnCallQueries>(0).PeopleAsync(workspace);
        var keys = await grains.KeysOf(workspace).ListAsync();
        return new(one, InOrder(keys, now), known.OfSettings(workspace), await people, draft);
    }

    internal static ImmutableArray<ManagedKey> InOrder(ImmutableArray<ManagedKey> keys, DateTimeOffset now) =>
    [
        .. keys.Where(key => key.Counts(now)).OrderBy(key => key.Name, StringComparer.OrdinalIgnoreCase).ThenBy(key => key.CreatedAt),
        .. keys.Where(key => !key.Counts(now)).OrderByDescending(key => key.RevokedAt ?? key.ExpiresAt),
    ];
}

/// <summary>A key that was just made. Its text goes into the answer to the form that made it, and nowhere else.</summary>
/// <param name="Key">As it is kept.</param>
/// <param name="Text">The key itself.</param>
public sealed record MadeKey(ManagedKey Key, string Text)
{
    /// <summary>What is written somewhere by mistake must not be the key.</summary>
    public override string ToString() => Key.Id;
}

internal static class KeyCalls
{
    public static IWorkspaceKeysGrain KeysOf(this IGrainFactory grains, string workspace) => grains.GetGrain<IWorkspaceKeysGrain>(workspace);
}
