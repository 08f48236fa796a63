using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What an incident has cost an error budget.</summary>
/// <param name="SloName">Whose budget.</param>
/// <param name="Minutes">Of the budget; 0: nothing.</param>
/// <param name="BudgetMinutes">All that there is in the window in which the incident ended, or in which it is open.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-burnt")]
public sealed record SloBurnt([property: Id(0)] string SloName, [property: Id(1)] double Minutes, [property: Id(2)] double BudgetMinutes)
{
    /// <summary>Above 100 when it was more than there is.</summary>
    public double BudgetPercent => 100 * Minutes / BudgetMinutes;
}

/// <summary>The part of a budget's consumption that is one incident's, so that the parts of several add up.</summary>
public static class SloBurntRules
{
    /// <summary>Where incidents are the source: as long as it was open, whatever else was open then.</summary>
    /// <param name="definition">The SLO.</param>
    /// <param name="own">When it was open; empty when it does not count.</param>
    /// <param name="corrections">What does not count.</param>
    /// <param name="from">When it began.</param>
    /// <param name="until">When it ended, or now.</param>
    public static SloBurnt OfIncident(
        SloDefinition definition, IEnumerable<SloInterval> own, IReadOnlyCollection<Correction> corrections, DateTimeOffset from,
        DateTimeOffset until) =>
        Of(definition, DowntimeRules.Minutes(DowntimeRules.Union(own, from, until), CorrectionRules.Excluded(corrections, from, until)), until);

    /// <summary>
    /// Where events are: what failed meanwhile, of all that there was in the window, in minutes of it. An outage at night, when few ask, costs less
    /// than one at noon, as it does in the budget itself.
    /// </summary>
    /// <param name="definition">The SLO.</param>
    /// <param name="during">What there was meanwhile.</param>
    /// <param name="reading">What the source says of the window that ends with it.</param>
    /// <param name="until">When it ended, or now.</param>
    /// <returns>Null: nothing is known of that time.</returns>
    public static SloBurnt? OfEvents(SloDefinition definition, SloAmount during, SloReading reading, DateTimeOffset until)
    {
        if (during.Total <= 0 || reading.Window is not { Total: > 0 } window) return null;
        var minutes = BudgetPeriodRules.At(definition.Window, until).Age(reading.DataStart, until) - reading.ExcludedMinutes;
        return Of(definition, during.Bad / window.Total * Math.Max(0, minutes), until);
    }

    private static SloBurnt Of(SloDefinition definition, double minutes, DateTimeOffset until) =>
        new(definition.Name, minutes, definition.ErrorShare * BudgetPeriodRules.At(definition.Window, until).Minutes);
}
