using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Slos;

namespace AiSre.Console.Slos;

/// <summary>All objectives of a workspace, those that need somebody first.</summary>
/// <param name="Rows">One each.</param>
/// <param name="Warnings">Labels of which not all values have objectives.</param>
public sealed record SlosView(ImmutableArray<SloRow> Rows, ImmutableArray<SloWarning> Warnings)
{
    internal static async Task<SlosView> LoadAsync(IGrainFactory grains, string workspace)
    {
        var slos = grains.GetGrain<ISlosGrain>(workspace);
        var standings = (await slos.StandingsAsync()).ToDictionary(one => one.Name);
        return new(
            [.. (await slos.ListAsync()).Select(slo => new SloRow(slo, standings.GetValueOrDefault(slo.Name)))
                .OrderByDescending(row => row.Standing?.Level ?? SloLevel.Ok).ThenBy(row => row.Slo.Name, StringComparer.Ordinal)],
            await slos.WarningsAsync());
    }
}

/// <param name="Slo">What is promised.</param>
/// <param name="Standing">When it was last looked at; null: it was not yet.</param>
public sealed record SloRow(SloDefinition Slo, SloStanding? Standing)
{
    public bool HasData => Standing is { Level: not SloLevel.NoData };
}
