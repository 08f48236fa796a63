using System.Collections.Concurrent;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Frame;

/// <summary>How many incidents nobody has, for the navigation of every page. Counted once in a few seconds, however many pages are open.</summary>
internal sealed class NavigationCounts(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (long At, Task<long?> Nobody)> known = new(StringComparer.Ordinal);

    /// <summary>Null when it cannot be said at the moment.</summary>
    public Task<long?> NobodyHasAsync(string workspace)
    {
        if (known.TryGetValue(workspace, out var kept) && clock.GetElapsedTime(kept.At) < Kept) return kept.Nobody;
        var asked = AskAsync(workspace);
        known[workspace] = (clock.GetTimestamp(), asked);
        return asked;
    }

    private async Task<long?> AskAsync(string workspace)
    {
        try
        {
            var query = new BoardQuery { Filter = new() { Workspace = workspace }, Rows = 1, Children = 0 };
            var page = await grains.GetGrain<IIncidentBoard>(0).ShowAsync(query);
            return page.Sections.FirstOrDefault(section => section.Section is Standing.Nobody)?.Total ?? 0;
        }
        catch (Exception)
        {
            // The page itself says what is wrong.
            return null;
        }
    }
}
