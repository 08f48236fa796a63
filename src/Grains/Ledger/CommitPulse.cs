namespace AiSre.Grains.Ledger;

/// <summary>Beats after each commit of this process, for those who wait for something new.</summary>
public sealed class CommitPulse
{
    private TaskCompletionSource next = New();

    /// <summary>Done with the next commit. Take it before you look, so that nothing is missed in between.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Beat() => Interlocked.Exchange(ref next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
