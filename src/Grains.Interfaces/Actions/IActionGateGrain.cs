namespace AiSre.Grains.Actions;

/// <summary>
/// The only way to a cluster: asks the guard, writes the log, calls the provider and finds out what came of it. Key: workspace, cluster and
/// namespace, so that what could collide meets here.
/// </summary>
[Alias("aisre.action-gate")]
public interface IActionGateGrain : IGrainWithStringKey
{
    /// <summary>Tries it, or does it. Answers when it is known what came of it, or that it is not known.</summary>
    [Alias("attempt"), ResponseTimeout("00:01:00")]
    Task<ActionAnswer> AttemptAsync(ActionAttempt attempt);

    /// <summary>
    /// What came of an attempt, by its idempotency key. What a crash left behind is found out by reading first. Null: it was never begun, or it was
    /// refused or found not to have been done, so that the same may be asked again.
    /// </summary>
    [Alias("settle"), Idempotent, ResponseTimeout("00:01:00")]
    Task<ActionAnswer?> SettleAsync(ActionAttempt attempt);
}
