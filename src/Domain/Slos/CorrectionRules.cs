using System.Collections.Immutable;

namespace AiSre.Domain.Slos;

/// <summary>Time that does not count.</summary>
public static class CorrectionRules
{
    /// <summary>Longer ones would hide a promise rather than correct it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>The union of corrections, cut off at both ends of a time.</summary>
    public static ImmutableArray<SloInterval> Excluded(IEnumerable<Correction> corrections, DateTimeOffset from, DateTimeOffset until) =>
        DowntimeRules.Union(corrections.Select(correction => correction.Interval), from, until);

    /// <summary>What is wrong with one, as a sentence; null: nothing.</summary>
    public static string? Problem(Correction correction, int others) =>
        correction.Until <= correction.From ? "A correction ends after it begins."
        : correction.Until - correction.From > Longest ? $"A correction lasts at most {Longest.TotalDays} days."
        : string.IsNullOrWhiteSpace(correction.Reason) ? "A correction needs a reason."
        : correction.Reason.Length > 500 ? "The reason has at most 500 characters."
        : others >= Correction.Most ? $"An SLO has at most {Correction.Most} corrections; remove one that has left the window."
        : null;
}
