using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>
/// What waits for the writer: a line for each workspace, first in, first out. A batch takes one entry of each line in turn, so that a workspace with
/// one entry is in the next batch whatever the others have queued. The writer's lock guards it.
/// </summary>
/// <param name="limit">Places for all together; no workspace may have more than half of them.</param>
internal sealed class FairQueue(int limit)
{
    private readonly int share = Math.Max(1, limit / 2);
    private readonly Dictionary<string, Line> lines = [];
    private readonly Queue<Line> turns = new();
    private int count;

    /// <summary>May be read without the lock.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Done when the entry is committed; null when there is no place for it.</summary>
    public Task? TryAdd(LedgerEntry entry)
    {
        if (count >= limit) return null;
        if (!lines.TryGetValue(entry.Workspace, out var line))
        {
            lines.Add(entry.Workspace, line = new Line(entry.Workspace));
            turns.Enqueue(line);
        }
        else if (line.Count >= share && !line.IsPlatform)
        {
            return null;
        }
        var waiting = new WaitingEntry(entry);
        line.Add(waiting);
        count++;
        entry.IsQueued = true;
        return entry.Committed = waiting.Task;
    }

    public LedgerBatch Take(int most)
    {
        var batch = new LedgerBatch(Math.Min(most, count));
        while (batch.Entries.Count < most && turns.TryDequeue(out var line))
        {
            batch.Add(line.Take());
            if (line.Count > 0) turns.Enqueue(line);
            else lines.Remove(line.Workspace);
        }
        count -= batch.Entries.Count;
        return batch;
    }

    /// <summary>The entries of one workspace. A line that gets empty is dropped, so that workspaces cost nothing while they are quiet.</summary>
    private sealed class Line(string workspace)
    {
        private WaitingEntry? first, last;

        public string Workspace => workspace;
        public bool IsPlatform => workspace.Length == 0;
        public int Count { get; private set; }

        public void Add(WaitingEntry entry)
        {
            if (last is null) first = entry;
            else last.Next = entry;
            last = entry;
            Count++;
        }

        public WaitingEntry Take()
        {
            var taken = first!;
            (first, taken.Next) = (taken.Next, null);
            if (first is null) last = null;
            Count--;
            return taken;
        }
    }
}

/// <summary>An entry in its line, and the task that its callers wait for.</summary>
internal sealed class WaitingEntry(LedgerEntry entry) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public LedgerEntry Entry => entry;
    public WaitingEntry? Next { get; set; }
}

/// <summary>What one transaction writes.</summary>
internal sealed class LedgerBatch(int capacity)
{
    private readonly List<WaitingEntry> waiting = new(capacity);

    public List<LedgerEntry> Entries { get; } = new(capacity);

    /// <summary>From here on nothing is folded into the entry.</summary>
    public void Add(WaitingEntry entry)
    {
        waiting.Add(entry);
        Entries.Add(entry.Entry);
        entry.Entry.IsQueued = false;
    }

    public void Succeed()
    {
        foreach (var entry in waiting) entry.SetResult();
    }

    public void Fail(Exception exception)
    {
        foreach (var entry in waiting)
        {
            entry.SetException(exception);
            _ = entry.Task.Exception; // Observed here too: a folded caller may have gone.
        }
    }
}
