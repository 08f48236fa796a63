using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Incidents;

/// <summary>Acknowledges or resolves many incidents, a few at a time, and counts what became of them.</summary>
internal sealed class BulkAct(IGrainFactory grains, string workspace, string actor, bool resolve)
{
    private const int AtOnce = 16;
    private const int Slice = 200;

    /// <summary>Browsers and proxies give up on an answer after half a minute or more; what is left by then is said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private int done;
    private int over;
    private int gone;

    /// <summary>Could not be asked.</summary>
    public int Failed { get; private set; }

    private bool IsUnfinished { get; set; }

    public string Sentence
    {
        get
        {
            var what = resolve ? "resolved" : "acknowledged";
            var parts = new List<string> { done == 1 ? $"1 incident {what}" : FormattableString.Invariant($"{done:N0} incidents {what}") };
            if (over > 0) parts.Add(FormattableString.Invariant($"{over:N0} {(over == 1 ? "was" : "were")} over already"));
            if (gone > 0) parts.Add(FormattableString.Invariant($"{gone:N0} not found"));
            if (Failed > 0) parts.Add(FormattableString.Invariant($"{Failed:N0} could not be reached and stay as they are: try again"));
            if (IsUnfinished) parts.Add("there are more: press again for the rest");
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
            if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > Patience)
            {
                IsUnfinished = true;
                return;
            }
            var slice = await board.SliceAsync(filter, next, Slice);
            // A parent first: what happens to it happens to its children by itself.
            await OnAsync([.. slice.Items.Where(item => item.Incident.Phase is not IncidentPhase.Resolved)
                .OrderBy(item => item.Facts.ParentId is null ? 0 : 1).Select(item => item.Incident.Id)]);
            next = slice.Next;
        }
        while (next is not null);
    }

    public async Task OnAsync(IReadOnlyCollection<string> ids)
    {
        foreach (var some in ids.Distinct().Chunk(AtOnce))
        {
            foreach (var outcome in await Task.WhenAll(some.Select(OneAsync))) outcome();
        }
    }

    /// <returns>Counts what became of it.</returns>
    private async Task<Action> OneAsync(string id)
    {
        try
        {
            var grain = grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, id));
            var incident = resolve ? await grain.ResolveAsync(actor, null) : await grain.AcknowledgeAsync(actor, null);
            return incident switch
            {
                null => () => gone++,
                { Phase: IncidentPhase.Resolved } when !resolve => () => over++,
                _ => () => done++,
            };
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or TimeoutException or Orleans.Runtime.OrleansException)
        {
            return () => Failed++;
        }
    }
}
