using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;
using AiSre.Grains.Slos;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What the incident has cost error budgets.</summary>
/// <param name="Burnt">The largest share first.</param>
/// <param name="IsOver">Nothing more will come.</param>
/// <param name="Hidden">Budgets that are not shown.</param>
public sealed record BudgetsView(ImmutableArray<SloBurnt> Burnt, bool IsOver, int Hidden)
{
    private const int Shown = 6;

    internal static async Task<BudgetsView?> LoadAsync(ShownIncident shown)
    {
        var burnt = (await shown.Grains.GetGrain<ISlosGrain>(shown.Workspace).BurntAsync(shown.Incident))
            .Where(one => SloRounding.Minutes(one.Minutes) > 0).ToList();
        return burnt.Count == 0
            ? null
            : new([.. burnt.Take(Shown)], shown.Incident.Phase is IncidentPhase.Resolved, Math.Max(0, burnt.Count - Shown));
    }
}
