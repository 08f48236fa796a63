using System.Diagnostics;
using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;

namespace AiSre.Grains.Alarms;

/// <summary>
/// How many due alarms one silo has in hand at once, over all partitions that live on it. It grows while calls come back soon and is halved when
/// they come back late or fail, so that a cold silo or a slow database is asked for what it can do, and never for so much that nothing of it comes
/// back. Of those who wait the workspaces take turns, and of one the most urgent goes first. Times are timestamps of <see cref="Stopwatch"/>: what
/// counts is real time.
/// </summary>
public sealed class AlarmPace
{
    /// <summary>Progress never stops.</summary>
    public const int Least = 4;

    /// <summary>Of a silo that has just started and has to compile what it does.</summary>
    public const int First = 16;

    /// <summary>Enough for the ledger to commit many at once.</summary>
    public const int Most = 128;

    /// <summary>A call that takes longer waits for the others more than it works.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly WorkspaceTurns<PriorityQueue<TaskCompletionSource, (int, long)>> waiting = new();
    private double limit = First;
    private int inHand;
    private long halvedAt = long.MinValue;

    /// <summary>So many at once, at the moment.</summary>
    public int Limit
    {
        get
        {
            lock (gate) return (int)limit;
        }
    }

    /// <summary>Done when it is this alarm's turn.</summary>
    public Task EnterAsync(AlarmRow alarm)
    {
        lock (gate)
        {
            if (inHand < (int)limit)
            {
                inHand++;
                return Task.CompletedTask;
            }
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var workspace = alarm.Target.Workspace;
            (waiting.Find(workspace) ?? waiting.Begin(workspace, new())).Enqueue(turn, (-alarm.Urgency, alarm.DueAt));
            return turn.Task;
        }
    }

    /// <summary>A call has ended, well or not.</summary>
    /// <param name="began">When it was made.</param>
    /// <param name="ended">Now.</param>
    /// <param name="overloaded">It failed because somebody could not do it in time.</param>
    public void Leave(long began, long ended, bool overloaded)
    {
        var took = Stopwatch.GetElapsedTime(began, ended);
        lock (gate)
        {
            inHand--;
            if (overloaded || took > Late) Halve(began, ended);
            else if (took < Soon) limit = Math.Min(Most, limit + (1 / Math.Sqrt(limit)));
            while (inHand < (int)limit && waiting.TryNext(out var workspace, out var line))
            {
                inHand++;
                line.Dequeue().SetResult();
                waiting.Back(workspace, line, isEmpty: line.Count == 0);
            }
        }
    }

    /// <summary>Once for all calls that were under way together: they were late for the same reason.</summary>
    private void Halve(long began, long ended)
    {
        if (began < halvedAt) return;
        halvedAt = ended;
        limit = Math.Max(Least, limit / 2);
    }
}
