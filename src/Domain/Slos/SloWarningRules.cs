using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What is allowed in a definition and perhaps not meant, as sentences.</summary>
public static class SloWarningRules
{
    public static ImmutableArray<string> Of(WorkspaceDefinitions definitions) => [.. definitions.Of(SloSection.Key).SelectMany(Of)];

    public static IEnumerable<string> Of(SloDefinition definition)
    {
        foreach (var tier in TierRules.Unreachable(definition))
        {
            yield return $"The SLO {definition.Name} leaves {tier.Tier.Name()} out: with a target of {SloWords.Number(definition.TargetPercent)} % " +
                $"even a total outage burns {SloWords.Number(SloRounding.Burn(1 / definition.ErrorShare))} times, and the tier begins at " +
                $"{SloWords.Number(tier.Factor)}.";
        }
        if (definition.Alerting.Tiers.IsEmpty)
            yield return $"The SLO {definition.Name} has no tiers: it opens no incident however fast its budget burns.";
        foreach (var warning in SloQueryWarnings.Of(definition)) yield return warning;
    }
}
