using System.Collections.Immutable;
using AiSre.Domain.History;
using AiSre.Grains.History;

namespace AiSre.Console.Services;

/// <summary>How services fail, and which kinds of failure come again.</summary>
/// <param name="Services">The highest risk first; null: history is still being read.</param>
/// <param name="Patterns">Among the newest incidents.</param>
public sealed record ServicesView(ImmutableArray<ServiceProfile>? Services, PatternReport? Patterns)
{
    private const int MostServices = 200, Newest = 200, Least = 3;

    internal static async Task<ServicesView> LoadAsync(IGrainFactory grains, string workspace)
    {
        var history = grains.GetGrain<IIncidentHistoryGrain>(workspace);
        var patterns = history.PatternsAsync(Newest, Least);
        return new((await history.ProfilesAsync(null, MostServices))?.Services, await patterns);
    }
}
