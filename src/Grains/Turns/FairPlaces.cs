namespace AiSre.Grains.Turns;

/// <summary>
/// How much of something is done at once for all workspaces together. Whoever finds no place waits in the line of his workspace, and the lines take
/// turns: a workspace that wants a thousand things makes another that wants one wait for the next place, and not for a thousand.
/// </summary>
/// <param name="places">At least 1.</param>
public class FairPlaces(int places)
{
    private readonly Lock gate = new();
    private readonly WorkspaceTurns<Queue<TaskCompletionSource>> turns = new();
    private int taken;
    private int waiting;

    /// <summary>So many have no place yet, those who have given up among them.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>False: all places are taken. Else say <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            if (taken >= places) return false;
            taken++;
            return true;
        }
    }

    /// <summary>Done when there is a place; then say <see cref="Leave"/>. Cancelled, there is none.</summary>
    /// <param name="workspace">In whose line; empty for what is nobody's.</param>
    /// <param name="cancellation">Whoever waits gives up.</param>
    public async Task EnterAsync(string workspace, CancellationToken cancellation = default)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (taken < places)
            {
                taken++;
                return;
            }
            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (turns.Find(workspace) ?? turns.Begin(workspace, new())).Enqueue(turn);
            waiting++;
        }
        await using var givingUp = cancellation.UnsafeRegister(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    /// <summary>Gives the place to whoever is next.</summary>
    public void Leave()
    {
        lock (gate)
        {
            while (turns.TryNext(out var workspace, out var line))
            {
                var next = line.Dequeue();
                turns.Back(workspace, line, isEmpty: line.Count == 0);
                waiting--;
                if (next.TrySetResult()) return;
            }
            taken--;
        }
    }
}
