using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;

namespace AiSre.Storage;

/// <summary>
/// What waits for the writer: a line for each workspace, first in, first out. A batch takes a few entries of each line in turn, those first that had
/// nothing waiting before, so that a workspace with one entry is in the next batch whatever the others have queued. The writer's lock guards it.
/// </summary>
/// <param name="limit">
/// Places for all together; no workspace may have more than half of them, and its alerts no more than nine tenths of that: a storm leaves room for
/// its own pages, acknowledgements and escalations.
/// </param>
/// <param name="together">At most so many entries of a workspace are taken in one turn.</param>
internal sealed class FairQueue(int limit, int together)
{
    private readonly int share = Math.Max(1, limit / 2);
    private readonly int alerts = Math.Max(1, limit / 2 * 9 / 10);
    private readonly WorkspaceTurns<Line> turns = new();
    private int count;

    /// <summary>May be read without the lock.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Done when the entry is committed; null when there is no place for it.</summary>
    public Task? TryAdd(LedgerEntry entry)
    {
        if (count >= limit) return null;
        if (turns.Find(entry.Workspace) is not { } line)
        {
            line = turns.Begin(entry.Workspace, new Line(isPlatform: entry.Workspace.Length == 0, together));
        }
        else if (line.Count >= (IsAlert(entry) ? alerts : share) && !line.IsPlatform)
        {
            return null;
        }
        count++;
        entry.IsQueued = true;
        return entry.Committed = line.Add(entry);
    }

    /// <summary>What a storm is made of. Its sender keeps what is refused; nobody else would say it again.</summary>
    private static bool IsAlert(LedgerEntry entry) => entry is AlertRepeat or IncidentBirthEntry;

    /// <param name="most">About as many: what was queued together is taken together.</param>
    public LedgerBatch Take(int most)
    {
        var batch = new LedgerBatch(Math.Min(most, count));
        while (batch.Entries.Count < most && turns.TryNext(out var workspace, out var line))
        {
            batch.Add(line.Take());
            turns.Back(workspace, line, isEmpty: line.Count == 0);
        }
        count -= batch.Entries.Count;
        return batch;
    }

    /// <summary>The entries of one workspace.</summary>
    private sealed class Line(bool isPlatform, int together)
    {
        private readonly Queue<EntryGroup> groups = new(1);
        private EntryGroup? last;

        public bool IsPlatform => isPlatform;
        public int Count { get; private set; }

        public Task Add(LedgerEntry entry)
        {
            if (last is null || last.Entries.Count >= together) groups.Enqueue(last = new EntryGroup());
            last.Entries.Add(entry);
            Count++;
            return last.Task;
        }

        public EntryGroup Take()
        {
            var taken = groups.Dequeue();
            if (groups.Count == 0) last = null;
            Count -= taken.Entries.Count;
            return taken;
        }
    }
}

/// <summary>
/// Entries that one workspace has queued one after the other. They commit together, so their callers wait for one task: a body of a hundred
/// repeats would otherwise cost a hundred.
/// </summary>
internal sealed class EntryGroup() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public List<LedgerEntry> Entries { get; } = [];
}

/// <summary>What one transaction writes.</summary>
internal sealed class LedgerBatch(int capacity)
{
    private readonly List<EntryGroup> groups = [];

    public List<LedgerEntry> Entries { get; } = new(capacity);

    /// <summary>From here on nothing is folded into the entries.</summary>
    public void Add(EntryGroup group)
    {
        groups.Add(group);
        Entries.AddRange(group.Entries);
        foreach (var entry in group.Entries) entry.IsQueued = false;
    }

    public void Succeed()
    {
        foreach (var group in groups) group.SetResult();
    }

    public void Fail(Exception exception)
    {
        foreach (var group in groups)
        {
            group.SetException(exception);
            _ = group.Task.Exception; // Observed here too: a folded caller may have gone.
        }
    }
}
