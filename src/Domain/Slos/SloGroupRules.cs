using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>Which values of a label have SLOs of their own.</summary>
/// <param name="Values">Those that have, sorted.</param>
/// <param name="LeftOut">Values of the last answer that have none, since there are too many.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-groups")]
public sealed record SloGroups([property: Id(0)] ImmutableArray<string> Values, [property: Id(1)] int LeftOut = 0)
{
    public static SloGroups None { get; } = new([]);
}

/// <summary>One definition, an SLO for each value of a label.</summary>
public static class SloGroupRules
{
    /// <summary>Longer values have no SLO.</summary>
    public const int LongestValue = 100;

    /// <summary>
    /// With the values of a new answer. Who has an SLO keeps it, so that a flood of new values pushes nobody out; of new ones the first by name get
    /// the places that are left.
    /// </summary>
    public static SloGroups With(SloGroups known, IEnumerable<string> seen, SloDefinition definition)
    {
        var fresh = seen.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Except(known.Values, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        var taken = fresh.Where(IsValue)
            .Take(Math.Max(0, definition.MaxGroups - known.Values.Length)).ToList();
        return new([.. known.Values.Concat(taken).Order(StringComparer.Ordinal)], fresh.Count - taken.Count);
    }

    /// <summary>Whether a value may have an SLO.</summary>
    public static bool IsValue(string value) => value.Length is > 0 and <= LongestValue && !value.Any(char.IsControl);

    /// <summary>It has an SLO for each value, and is none itself. Incidents have no such label: there it is one.</summary>
    public static bool IsGroup(SloDefinition one) => one is { GroupBy: not null, Source: not IncidentSloSource } && Split(one.Name).Value is null;

    /// <summary>The SLO of one value.</summary>
    public static SloDefinition Of(SloDefinition definition, string value) => definition with { Name = NameOf(definition.Name, value) };

    /// <summary>Names of definitions have no colon, so that it is always clear which value is meant.</summary>
    public static string NameOf(string name, string value) => $"{name}:{value}";

    /// <summary>The definition's name and the value; null for the value: it is no SLO of a group.</summary>
    public static (string Name, string? Value) Split(string name) =>
        name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var at ? (name[..at], name[(at + 1)..]) : (name, null);

    /// <summary>
    /// What is said of those without; null: there are none. Values of pushed events come one by one, so that nobody knows how many there are.
    /// </summary>
    public static string? Warning(SloDefinition definition, SloGroups groups) => groups.LeftOut == 0 ? null
        : FormattableString.Invariant($"{definition.Name} has SLOs for {groups.Values.Length} of the values of {definition.GroupBy}, and ")
            + FormattableString.Invariant($"'max_groups' allows {definition.MaxGroups}: {HowMany(definition, groups)} without.");

    private static string HowMany(SloDefinition definition, SloGroups groups) =>
        definition.Source is EventSloSource ? "others are"
        : groups.LeftOut == 1 ? "1 more is"
        : FormattableString.Invariant($"{groups.LeftOut} more are");
}
