using System.Collections.Immutable;
using AiSre.Domain.Access;

namespace AiSre.Console.Keys;

/// <summary>What pages about keys must know of those that the API knows.</summary>
public interface IConsoleKeys
{
    /// <summary>Those of the process' settings that open a workspace, its own and those of all: they cannot be changed here.</summary>
    IReadOnlyList<SettingsKey> OfSettings(string workspace);

    /// <summary>Nobody hands out more than he has, neither a greater role nor something that his own key is not good for.</summary>
    /// <param name="context">By whose session.</param>
    /// <param name="role">Of the key that would be handed out.</param>
    /// <param name="scopes">What it would be good for; none: for all that its role allows.</param>
    bool MayHandOut(HttpContext context, Role role, ImmutableArray<KeyScope> scopes);
}

/// <param name="Name">Who acts by it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="IsForAll">It belongs to no workspace and opens all.</param>
public sealed record SettingsKey(string Name, Role Role, bool IsForAll);
