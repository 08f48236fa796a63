using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>SLOs and readings that tests begin with.</summary>
internal static class Promise
{
    public static readonly DateTimeOffset Now = new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static readonly SloDefinition Payments = new() { Name = "payments-api-availability", Service = "payments-api", Target = 0.9995 };

    public static readonly SloDefinition Events = Payments with { Source = new EventSloSource() };

    public static SloBudget Budget(SloDefinition definition, SloReading reading, params ImmutableArray<SloTierState> tiers) =>
        BudgetRules.Of(definition, reading, tiers, Now);

    /// <summary>So many bad minutes in the window, and this burn in the last hour.</summary>
    public static SloReading Minutes(double bad, double burn = 0, SloDefinition? definition = null) => new()
    {
        Window = new(bad, 43_200),
        Lookbacks = [new(60, new(burn * (definition ?? Payments).ErrorShare * 60, 60))],
    };

    /// <summary>The same share of bad events in every look-back.</summary>
    public static SloReading Share(SloDefinition definition, double share, double total = 10_000) => new()
    {
        Window = new(share * total, total),
        Lookbacks = [.. TierRules.Lookbacks(definition).Select(minutes => new SloLookback(minutes, new(share * total, total)))],
        LastData = Now,
    };

    public static SloReading With(this SloReading reading, params ReadOnlySpan<(int Minutes, SloAmount? Amount)> lookbacks)
    {
        var all = reading.Lookbacks;
        foreach (var (minutes, amount) in lookbacks)
            all = [.. all.Where(lookback => lookback.Minutes != minutes), new SloLookback(minutes, amount)];
        return reading with { Lookbacks = all };
    }

    public static SloInterval Interval(int fromMinute, int? untilMinute) =>
        new(Now.AddMinutes(fromMinute), untilMinute is { } until ? Now.AddMinutes(until) : null);
}
