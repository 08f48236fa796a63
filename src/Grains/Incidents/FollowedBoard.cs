using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;

namespace AiSre.Grains.Incidents;

/// <summary>
/// The incidents that a filter lets through, read once and kept as they are by what the feed says of them, with the layouts of those who look at
/// them. One look after the other: who comes while it catches up shares what was found.
/// </summary>
internal sealed class FollowedBoard(BoardFilter filter, IBoardReads reads, FairPlaces scans) : IDisposable
{
    private const int MostLayouts = 8;

    /// <summary>One that has changed costs twice what one costs that is read with all.</summary>
    private const int ChangeCosts = 2;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, BoardLine> lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BoardLayout Layout, object Under)> layouts = new(StringComparer.Ordinal);
    private IncidentCursor? olderThan;
    private FeedPosition? place;

    public int Count => lines.Count;

    public async Task<T> LookAsync<T>(FeedPosition? heard, BoardFilter wanted, TellContext context, Func<BoardLook, T> look)
    {
        await gate.WaitAsync();
        try
        {
            if (place is not { } known || heard is not { } word || word.IsAfter(known)) await FollowAsync();
            return look(new(LayoutOf(wanted, context), lines.Count == 0, olderThan, place!.Value));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>With the process: whoever still looks at one that was forgotten must find its gate.</summary>
    public void Dispose() => gate.Dispose();

    private async Task FollowAsync()
    {
        if (place is { } from && await reads.ChangesAsync(filter.Workspace, from) is { } changes
            && changes.Incidents.Count * ChangeCosts <= lines.Count + 1_000)
        {
            await ChangeAsync(changes.Incidents);
            place = changes.Next;
            return;
        }
        await scans.EnterAsync(filter.Workspace);
        try
        {
            Begin(await reads.ScanAsync(filter));
        }
        finally
        {
            scans.Leave();
        }
    }

    private void Begin(BoardScan scan)
    {
        lines.Clear();
        children.Clear();
        layouts.Clear();
        (olderThan, place) = (scan.OlderThan, scan.From);
        foreach (var line in scan.Lines) Put(line);
    }

    private async Task ChangeAsync(IReadOnlyCollection<string> ids)
    {
        while (ids.Count > 0)
        {
            var found = await reads.LinesAsync(filter, olderThan, ids);
            var led = new HashSet<string>(StringComparer.Ordinal);
            foreach (var id in ids)
            {
                var (before, after) = (lines.GetValueOrDefault(id), found.GetValueOrDefault(id));
                // What joins a group brings its own along, of whom the feed says nothing.
                if ((after is null || before?.ParentId != after.ParentId) && children.TryGetValue(id, out var own)) led.UnionWith(own);
                if (before == after) continue;
                if (before is not null) Take(before);
                if (after is not null) Put(after);
            }
            led.ExceptWith(ids);
            ids = led;
        }
    }

    private void Put(BoardLine line)
    {
        lines.Add(line.Id, line);
        if (line.ParentId is { } parent)
        {
            if (!children.TryGetValue(parent, out var own)) children.Add(parent, own = new(StringComparer.Ordinal));
            own.Add(line.Id);
        }
        foreach (var (layout, _) in layouts.Values) layout.Add(line);
    }

    private void Take(BoardLine line)
    {
        lines.Remove(line.Id);
        if (line.ParentId is { } parent && children[parent] is var own && own.Remove(line.Id) && own.Count == 0) children.Remove(parent);
        foreach (var (layout, _) in layouts.Values) layout.Remove(line);
    }

    private BoardLayout LayoutOf(BoardFilter wanted, TellContext context)
    {
        var key = wanted.Key();
        // Teams are those of the definitions.
        if (!layouts.TryGetValue(key, out var known) || !ReferenceEquals(known.Under, context.Definitions))
        {
            if (layouts.Count >= MostLayouts) layouts.Clear();
            var layout = new BoardLayout(wanted, service => TeamRules.Of(context.Definitions, service)?.Name, context.Now);
            foreach (var line in lines.Values) layout.Add(line);
            layouts[key] = known = (layout, context.Definitions);
        }
        known.Layout.Wake(context.Now);
        return known.Layout;
    }
}

/// <param name="Layout">What it shows.</param>
/// <param name="IsEmpty">There is nothing that could match, whatever is wanted of it.</param>
/// <param name="OlderThan"><see cref="BoardScan.OlderThan"/>.</param>
/// <param name="Place">The place of the feed before which nothing is missing.</param>
internal sealed record BoardLook(BoardLayout Layout, bool IsEmpty, IncidentCursor? OlderThan, FeedPosition Place);
