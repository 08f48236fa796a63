namespace AiSre.Grains.Copies;

/// <summary>Where a process' copies come from.</summary>
/// <param name="What">Of a workspace, for the log: "definitions".</param>
/// <param name="ReadAsync">Asks the workspace's grain. Is given what it answered before, and may answer that again.</param>
/// <param name="IsWorthKeeping">False for what a workspace that is none answers: anybody may name one, so beyond a number those are
/// forgotten.</param>
public sealed record CopySource<T>(string What, Func<string, T?, Task<T>> ReadAsync, Func<T, bool> IsWorthKeeping)
{
    /// <summary>What is answered while nothing is known. Without it the question fails.</summary>
    public Func<T>? WhileUnknown { get; init; }
}

/// <summary>How old an answer may be, and how long it may be waited for.</summary>
/// <param name="Renewed">From this age on the grain is asked in the background, so that who asks often never waits. A question that failed is not
/// asked again before this time.</param>
/// <param name="Oldest">From this age on callers wait for the grain.</param>
/// <param name="Patience">How long they do, in real time whatever the clock. Then what is known is the answer.</param>
public sealed record CopyTimes(TimeSpan Renewed, TimeSpan Oldest, TimeSpan Patience)
{
    /// <summary>For what must count everywhere two seconds later at most.</summary>
    public static CopyTimes WithinTwoSeconds { get; } =
        new(Renewed: TimeSpan.FromSeconds(1), Oldest: TimeSpan.FromSeconds(2), Patience: TimeSpan.FromSeconds(1));
}
