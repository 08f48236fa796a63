using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.Slos;

/// <summary>When an SLO opens incidents.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-alerting")]
public sealed record SloAlerting
{
    public const int UsualMinEvents = 20, UsualAbsentMinutes = 15;

    public static ImmutableArray<SloTier> AllTiers { get; } = [SloTier.PageFast, SloTier.PageSlow, SloTier.TicketFast, SloTier.TicketSlow];

    /// <summary>Those that are wanted, in the order of <see cref="AllTiers"/>; empty: it never opens an incident for its burn.</summary>
    [Id(0)] public ImmutableArray<SloTier> Tiers { get; init; } = AllTiers;

    /// <summary>With fewer events in the short look-back a tier is held.</summary>
    [Id(1)] public int MinEvents { get; init; } = UsualMinEvents;

    /// <summary>After so many minutes without any data, where there was some before, an incident says so.</summary>
    [Id(2)] public int AbsentAfterMinutes { get; init; } = UsualAbsentMinutes;
}

/// <summary>How fast the budget burns, and over how long a time it must have.</summary>
public enum SloTier
{
    PageFast = 0,
    PageSlow = 1,
    TicketFast = 2,
    TicketSlow = 3,
}

public static class SloTiers
{
    /// <summary>As definitions, fingerprints and answers write it.</summary>
    public static string Name(this SloTier tier) => tier switch
    {
        SloTier.PageFast => "page_fast",
        SloTier.PageSlow => "page_slow",
        SloTier.TicketFast => "ticket_fast",
        _ => "ticket_slow",
    };

    public static SloTier? Of(string? name) =>
        SloAlerting.AllTiers.Cast<SloTier?>().FirstOrDefault(tier => tier!.Value.Name() == name);
}
