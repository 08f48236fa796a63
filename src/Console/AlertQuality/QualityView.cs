using System.Collections.Immutable;
using AiSre.Grains.History;

namespace AiSre.Console.AlertQuality;

/// <summary>What each alert rule was worth.</summary>
/// <param name="Days">So far it looks back.</param>
/// <param name="Sort">The order.</param>
/// <param name="Rules">Null: history is still being read.</param>
/// <param name="Hidden">Rules that are not shown.</param>
public sealed record QualityView(int Days, QualitySort Sort, ImmutableArray<Domain.History.AlertQuality>? Rules, int Hidden)
{
    public static readonly ImmutableArray<int> Periods = [7, 30, 90];

    /// <summary>All are put in order, and so many are shown.</summary>
    private const int Looked = 1_000, Shown = 100;

    internal static async Task<QualityView> LoadAsync(IGrainFactory grains, string workspace, int days, QualitySort sort)
    {
        if (await grains.GetGrain<IIncidentHistoryGrain>(workspace).QualityAsync(days, Looked) is not { } report) return new(days, sort, null, 0);
        // Those with equal values stay in the order of their pages.
        var rules = report.Rules.OrderByDescending(sort.By).ToList();
        return new(days, sort, [.. rules.Take(Shown)], Math.Max(0, rules.Count - Shown));
    }
}
