using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Silences;

/// <summary>Which labels incidents have, to find the names of matchers that none of them has: most are misspelled.</summary>
public sealed class SeenLabels(IReadOnlyList<Matcher> matchers)
{
    /// <summary>Different names of labels that are kept to find the one that was meant, at most.</summary>
    private const int MaxNames = 10_000;

    private readonly HashSet<string> names = new(LabelValues.DerivedNames, StringComparer.Ordinal);
    private readonly HashSet<string> missing = [.. matchers.Select(matcher => matcher.Name)];
    private bool isAny;

    public void Add(Incident incident)
    {
        isAny = true;
        if (missing.Count > 0) missing.RemoveWhere(name => LabelValues.Of(incident, name) is { Own: not null } or { Derived: not null });
        foreach (var label in incident.Labels)
        {
            if (names.Count < MaxNames) names.Add(label.Name);
        }
    }

    /// <summary>Names of matchers that no incident had, in their order; none where there was no incident.</summary>
    public ImmutableArray<UnseenLabel> Unseen() => isAny
        ? [.. matchers.Select(matcher => matcher.Name).Distinct().Where(missing.Contains)
            .Select(name => new UnseenLabel(name, LabelValues.DerivedNames.Contains(name) ? null : Spelling.Nearest(name, names)))]
        : [];
}

/// <param name="Name">As the matcher has it.</param>
/// <param name="Nearest">The name that was probably meant; null when none is like it.</param>
[GenerateSerializer, Immutable, Alias("aisre.unseen-label")]
public readonly record struct UnseenLabel([property: Id(0)] string Name, [property: Id(1)] string? Nearest)
{
    public override string ToString() =>
        $"No alert has the label {Spelling.Shown(Name)}{(Nearest is null ? "." : $"; did you mean {Spelling.Shown(Nearest)}?")}";
}
