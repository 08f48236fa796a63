using AiSre.Console.Parts;
using AiSre.Console.Requests;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Incidents;

/// <summary>Acknowledges or resolves many incidents, a few at a time, and counts what became of them.</summary>
internal sealed class BulkAct(IGrainFactory grains, IConsoleDoor door, string workspace, string actor, bool resolve)
{
    private const int AtOnce = 16;
    private const int Slice = 200;

    /// <summary>Browsers and proxies give up on an answer after half a minute or more; what is left by then is said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private int done;
    private int others;
    private int over;
    private int gone;
    private int failed;
    private bool isUnfinished;

    /// <summary>Something of it is left to do.</summary>
    public bool HasFailed => failed > 0 || isUnfinished;

    public string Sentence
    {
        get
        {
            var parts = new List<string> { HistoryWords.Count(done, "incident", "incidents") + (resolve ? " resolved" : " acknowledged") };
            if (others > 0) parts.Add(HistoryWords.Count(others, "was", "were") + " acknowledged by somebody else already");
            if (over > 0) parts.Add(HistoryWords.Count(over, "was", "were") + " over already");
            if (gone > 0) parts.Add(FormattableString.Invariant($"{gone:N0} not found"));
            if (failed > 0) parts.Add(FormattableString.Invariant($"{failed:N0} could not be reached and stay as they are: try again"));
            if (isUnfinished) parts.Add("there are more: press again for the rest");
            return string.Join(", ", parts) + ".";
        }
    }

    /// <summary>All that a filter shows.</summary>
    public async Task OnAllAsync(BoardFilter filter)
    {
        var board = grains.GetGrain<IIncidentBoard>(0);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        IncidentCursor? next = null;
        do
        {
            // What was done so far is done, and must be said, even if the rest cannot be found.
            if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > Patience || await SliceAsync(board, filter, next) is not { } slice)
            {
                isUnfinished = true;
                return;
            }
            // A parent first: what happens to it happens to its children by itself.
            await OnAsync([.. slice.Items.Where(item => IsFor(item.Incident.Phase))
                .OrderBy(item => item.Facts.ParentId is null ? 0 : 1).Select(item => item.Incident.Id)]);
            next = slice.Next;
        }
        while (next is not null);
    }

    public async Task OnAsync(IReadOnlyCollection<string> ids)
    {
        foreach (var some in ids.Distinct().Chunk(AtOnce))
        {
            door.BeginCalls();
            foreach (var count in await Task.WhenAll(some.Select(OneAsync))) count();
        }
    }

    private bool IsFor(IncidentPhase phase) => resolve ? phase is not IncidentPhase.Resolved : phase is IncidentPhase.Open;

    private async Task<BoardSlice?> SliceAsync(IIncidentBoard board, BoardFilter filter, IncidentCursor? next)
    {
        try
        {
            door.BeginCalls();
            return await board.SliceAsync(filter, next, Slice);
        }
        catch (Exception exception) when (CouldNotBeAsked(exception))
        {
            return null;
        }
    }

    /// <returns>Counts what became of it.</returns>
    private async Task<Action> OneAsync(string id)
    {
        if (!GrainKeys.IsIncidentId(id)) return () => gone++;
        try
        {
            var grain = grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, id));
            return CountOf(resolve ? await grain.ResolveAsync(actor, null) : await grain.AcknowledgeAsync(actor, null));
        }
        catch (Exception exception) when (CouldNotBeAsked(exception))
        {
            return () => failed++;
        }
    }

    private Action CountOf(Incident? incident) => incident switch
    {
        null => () => gone++,
        { Phase: IncidentPhase.Resolved } when !resolve || incident.ResolvedBy != actor => () => over++,
        { Phase: IncidentPhase.Acknowledged } when incident.AcknowledgedBy != actor => () => others++,
        _ => () => done++,
    };

    private static bool CouldNotBeAsked(Exception exception) =>
        exception is TimeoutException or LedgerFullException or Orleans.Runtime.OrleansException || LedgerFailure.Is(exception);
}
