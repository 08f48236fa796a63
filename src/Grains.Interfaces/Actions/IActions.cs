namespace AiSre.Grains.Actions;

/// <summary>What came of an attempt for which nobody had said yes.</summary>
/// <param name="Answer">The attempt's.</param>
/// <param name="Approval">The question to a person; null: none was needed, or something else refuses.</param>
[GenerateSerializer, Immutable, Alias("aisre.asked-approval")]
public sealed record AskedApproval([property: Id(0)] ActionAnswer Answer, [property: Id(1)] ActionApproval? Approval);

/// <summary>The door for all who want something done, whoever they are. Key: 0.</summary>
[Alias("aisre.actions")]
public interface IActions : IGrainWithIntegerKey
{
    /// <summary>Tries it, or does it, by the guard of the workspace.</summary>
    [Alias("attempt"), ResponseTimeout("00:01:02")]
    Task<ActionAnswer> AttemptAsync(string workspace, ActionAttempt attempt);

    /// <summary>The same without anybody's yes; where nothing else is missing, a person is asked for one.</summary>
    [Alias("ask"), ResponseTimeout("00:01:04")]
    Task<AskedApproval> AskAsync(string workspace, ActionAttempt attempt);

    /// <summary>What came of an attempt that has an idempotency key; nothing is done. Null: nothing, and it may be asked again.</summary>
    [Alias("settle"), Idempotent, ResponseTimeout("00:01:02")]
    Task<ActionAnswer?> SettleAsync(string workspace, ActionAttempt attempt);
}
