using System.Collections.Immutable;
using AiSre.Domain.Access;
using AiSre.Grains.OnCall;

namespace AiSre.Console.Keys;

/// <summary>Who may do one kind of thing.</summary>
/// <param name="Scope">The kind.</param>
/// <param name="Own">Names of keys of the workspace.</param>
/// <param name="OfSettings">Names of keys of the settings.</param>
public sealed record WhoMay(KeyScope Scope, ImmutableArray<string> Own, ImmutableArray<string> OfSettings)
{
    /// <summary>In the order of what it takes.</summary>
    public static ImmutableArray<WhoMay> Of(IEnumerable<ManagedKey> counting, IEnumerable<SettingsKey> settings)
    {
        var (own, all) = (counting.ToList(), settings.ToList());
        return
        [
            .. Enum.GetValues<KeyScope>().Select(scope => new WhoMay(
                scope, Names(own.Where(key => May(key.Role, key.Scopes, scope)).Select(key => key.Name)),
                Names(all.Where(key => May(key.Role, [], scope)).Select(key => key.Name)))),
        ];
    }

    /// <param name="role">The key's.</param>
    /// <param name="scopes">What it is good for; none: for all that its role allows.</param>
    /// <param name="scope">The kind.</param>
    public static bool May(Role role, ImmutableArray<KeyScope> scopes, KeyScope scope) =>
        ScopeRules.Of(role).Contains(scope) && scopes.Permit(scope);

    /// <summary>The roles that allow it, the least first.</summary>
    public static string Roles(KeyScope scope) =>
        string.Join(", ", Enum.GetValues<Role>().Where(role => May(role, [], scope)).Select(role => role.Word()));

    /// <summary>People of the definitions, each with whether a key is called like them: a key acts in the name that it has.</summary>
    public static ImmutableArray<(string Person, bool HasKey)> People(
        IEnumerable<PersonFacts> people, IEnumerable<ManagedKey> counting, IEnumerable<SettingsKey> settings)
    {
        var names = counting.Select(key => key.Name).Concat(settings.Select(key => key.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. people.Select(person => (person.Id, names.Contains(person.Id)))];
    }

    private static ImmutableArray<string> Names(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)];
}
