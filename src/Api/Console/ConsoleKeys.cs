using System.Collections.Immutable;
using AiSre.Api.Security;
using AiSre.Console.Keys;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Console;

/// <summary>Keys as the console shows them: by name and role, and nothing of the keys themselves.</summary>
internal sealed class ConsoleKeys(ApiKeyOptions options) : IConsoleKeys
{
    public IReadOnlyList<SettingsKey> OfSettings(string workspace) =>
    [
        .. options.Keys.Where(key => key.Workspace is null || key.Workspace == workspace)
            .Select(key => new SettingsKey(key.Name, key.Role, key.Workspace is null)).Distinct()
            .OrderBy(key => key.IsForAll).ThenBy(key => key.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public bool MayHandOut(HttpContext context, Role role, ImmutableArray<KeyScope> scopes)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        return KeyRules.MayHandOut(caller.Role, caller.Scopes, role, scopes);
    }
}
