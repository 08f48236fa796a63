using AiSre.Domain.History;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.History;

/// <summary>A book of a workspace's incidents that follows the feed.</summary>
internal sealed class HistoryCopy
{
    /// <summary>About 2 KB each, with their words. Older incidents are not compared and not counted.</summary>
    public const int Most = 100_000;

    private const int PageSize = 1_000;

    private readonly string workspace;
    private readonly IHistoryReads incidents;
    private readonly IFeedReads feed;
    private readonly HistoryBook book = new(Most);
    private FeedPosition position;
    private Task following = Task.CompletedTask;

    private HistoryCopy(string workspace, IHistoryReads incidents, IFeedReads feed, FeedPosition position) =>
        (this.workspace, this.incidents, this.feed, this.position) = (workspace, incidents, feed, position);

    public static async Task<HistoryCopy> ReadAsync(string workspace, IHistoryReads incidents, IFeedReads feed)
    {
        // The place is taken first: what commits while the incidents are read is behind it, and read once more.
        var copy = new HistoryCopy(workspace, incidents, feed, await feed.EndAsync());
        var after = await incidents.BehindNewestAsync(workspace, Most);
        while (await incidents.PageAsync(workspace, after, PageSize) is { Count: > 0 } page)
        {
            foreach (var row in page) copy.Put(row);
            after = page[^1].Place;
        }
        return copy;
    }

    public static (RememberedIncident Incident, IReadOnlyDictionary<string, int> Terms) Remembered(HistoryRow row)
    {
        var past = RememberedIncident.Of(row.Incident, row.Place.RowId, row.ParentId, row.Actions);
        return (past, SimilarityTerms.Of(row.Incident, past.Pattern));
    }

    /// <summary>Null when the feed does not remember that far back. For callers that take turns on one thread, as those of a grain do.</summary>
    public Task<HistoryBook?> CatchUpAsync()
    {
        var turn = FollowAsync(following);
        following = turn;
        return turn;
    }

    private async Task<HistoryBook?> FollowAsync(Task before)
    {
        // One after the other, however the one before fares.
        await Task.WhenAny(before);
        var end = await feed.EndAsync();
        // One read gives as much as the feed hands out at once, which may be less than is asked for. There is one also where nothing has happened,
        // or it would not be seen that the feed has forgotten the place.
        do
        {
            var read = await feed.ReadAsync(workspace, position, PageSize);
            if (read.Reset) return null;
            var changed = read.Events.Where(e => e.Kind == IncidentTarget.Kind && e.Id.Length > 0).Select(e => e.Id).Distinct().ToList();
            foreach (var row in await incidents.OfAsync(workspace, changed)) Put(row);
            position = read.Next;
        }
        while (end.IsAfter(position));
        return book;
    }

    private void Put(HistoryRow row)
    {
        var (past, terms) = Remembered(row);
        book.Put(past, terms);
    }
}
