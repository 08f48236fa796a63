using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Slos;

/// <summary><c>alerting</c> of an SLO.</summary>
internal static class SloAlertingReader
{
    private const string Default = "default", None = "none";

    private static readonly string[] AllNames = [.. SloAlerting.AllTiers.Select(tier => tier.Name())];

    public static SloAlerting Read(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "'alerting'", context, "tiers", "min_events", "absent_after_minutes") is not { } fields) return new();
        return new()
        {
            Tiers = Tiers(fields, context),
            MinEvents = fields.Whole("min_events", 0, 1_000_000) ?? SloAlerting.UsualMinEvents,
            AbsentAfterMinutes = fields.Whole("absent_after_minutes", 1, 10_080) ?? SloAlerting.UsualAbsentMinutes,
        };
    }

    private static ImmutableArray<SloTier> Tiers(Fields fields, ReadingContext context)
    {
        if (fields.Node("tiers") is not YamlList) return fields.Word("tiers", Default, None) is None ? [] : SloAlerting.AllTiers;
        var wanted = new SortedSet<SloTier>();
        foreach (var item in fields.Scalars("tiers", "page_fast"))
        {
            if (SloTiers.Of(item.Value) is { } tier) wanted.Add(tier);
            else context.Wrong(item.Place, $"There is no tier '{Spelling.Shown(item.Value)}'; {Spelling.Allowed(item.Value, AllNames)}");
        }
        return [.. wanted];
    }
}
