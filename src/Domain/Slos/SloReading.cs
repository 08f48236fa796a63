using System.Collections.Immutable;

namespace AiSre.Domain.Slos;

/// <summary>
/// How much of a time was bad. Events are counted; incidents measure minutes. Always sums of both over the whole time, never an average of shares,
/// in which a slice with little traffic would weigh as much as one with a lot.
/// </summary>
/// <param name="Bad">At most <paramref name="Total"/>.</param>
/// <param name="Total">0: there was nothing, so nothing is known.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-amount")]
public readonly record struct SloAmount([property: Id(0)] double Bad, [property: Id(1)] double Total)
{
    /// <summary>Null when there was nothing: no traffic is neither good nor bad.</summary>
    public double? Ratio => Total > 0 ? Math.Clamp(Bad / Total, 0, 1) : null;

    public static SloAmount operator -(SloAmount a, SloAmount b) => new(a.Bad - b.Bad, a.Total - b.Total);

    /// <summary>
    /// From two answers of a source. Without a total nothing is known; with a total and no errors there were none, since many services have no
    /// series of errors before the first. What is no number is missing.
    /// </summary>
    public static SloAmount? Of(double? bad, double? total)
    {
        if (Number(total) is not { } all) return null;
        return new(Math.Min(Number(bad) ?? 0, all), all);
    }

    /// <summary>From good and total. More good than there was in all is a wrong query, and taken for all good.</summary>
    public static SloAmount? OfGood(double? good, double? total)
    {
        if (Number(total) is not { } all || (Number(good) ?? (all == 0 ? 0 : null)) is not { } right) return null;
        return new(Math.Max(0, all - right), all);
    }

    private static double? Number(double? value) => value is { } number && double.IsFinite(number) ? Math.Max(0, number) : null;
}

/// <summary>What a source answered for the last minutes before it was asked.</summary>
/// <param name="Minutes">Length of the look-back.</param>
/// <param name="Amount">Null: nothing.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-lookback")]
public readonly record struct SloLookback([property: Id(0)] int Minutes, [property: Id(1)] SloAmount? Amount);

/// <summary>What a source answered for one SLO at one time, corrections taken out.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-reading")]
public sealed record SloReading
{
    /// <summary>One for each of <see cref="TierRules.Lookbacks"/>.</summary>
    [Id(0)] public ImmutableArray<SloLookback> Lookbacks { get; init; } = [];

    /// <summary>Over the budget's window; null: nothing.</summary>
    [Id(1)] public SloAmount? Window { get; init; }

    /// <summary>The same as if there were no corrections; null where there are none.</summary>
    [Id(2)] public SloAmount? WindowUncorrected { get; init; }

    /// <summary>Minutes of the window that corrections take out, as a union of intervals.</summary>
    [Id(3)] public double ExcludedMinutes { get; init; }

    /// <summary>The first moment of which the source can say something; null: it always could.</summary>
    [Id(4)] public DateTimeOffset? DataStart { get; init; }

    /// <summary>When the source last had something to say; null: never, or it is one that says nothing when all is well.</summary>
    [Id(5)] public DateTimeOffset? LastData { get; init; }

    /// <summary>The source could not be asked, and these are its last answers.</summary>
    [Id(6)] public bool IsStale { get; init; }

    /// <summary>The source tells shares and not how much there was: nothing is held for want of events.</summary>
    [Id(7)] public bool IsShareOnly { get; init; }

    public SloAmount? Over(int minutes)
    {
        foreach (var lookback in Lookbacks)
            if (lookback.Minutes == minutes) return lookback.Amount;
        return null;
    }
}
