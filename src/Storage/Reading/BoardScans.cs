using System.Collections.Concurrent;
using System.Globalization;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>
/// What the board found last, for as long as nothing has changed in the workspace: many tabs look at the same incidents, and each of them asks again
/// when the feed says that something has.
/// </summary>
internal sealed class BoardScans(IFeedReads feed)
{
    private const int MostKept = 16;
    private const int MostLines = 60_000;

    private readonly ConcurrentDictionary<string, Kept> scans = [];

    public async ValueTask<BoardScan> OfAsync(BoardFilter filter, Func<ValueTask<BoardScan>> scan)
    {
        var key = KeyOf(filter);
        if (scans.TryGetValue(key, out var kept) && await feed.CountAsync(filter.Workspace, kept.From) == kept.Behind) return kept.Scan;
        // The place is taken first: what commits while the incidents are read is behind it.
        var from = await feed.EndAsync();
        var behind = await feed.CountAsync(filter.Workspace, from);
        var fresh = await scan();
        if (scans.Count >= MostKept || scans.Values.Sum(other => other.Scan.Lines.Count) > MostLines) scans.Clear();
        scans[key] = new(fresh, from, behind);
        return fresh;
    }

    /// <summary>All that <see cref="BoardWhere"/> looks at.</summary>
    private static string KeyOf(BoardFilter filter) => string.Join('\u001f', new[]
    {
        filter.Workspace, string.Join(',', filter.Phases.Select(phase => (int)phase)), filter.Cluster, filter.Node, filter.Owner ?? "\u001e",
        filter.Text, filter.Since?.UtcTicks.ToString(CultureInfo.InvariantCulture), filter.Until?.UtcTicks.ToString(CultureInfo.InvariantCulture),
        filter.OnlyFlapping ? "f" : "", filter.OnlySilenced ? "s" : "", filter.Group,
    });

    /// <param name="Scan">What was found.</param>
    /// <param name="From">A place of the feed before that.</param>
    /// <param name="Behind">How much of the feed was to be seen behind it.</param>
    private sealed record Kept(BoardScan Scan, FeedPosition From, long Behind);
}
