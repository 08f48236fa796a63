namespace AiSre.Domain.Actions;

/// <summary>How a provider answered. Stored numbers stay.</summary>
public enum ProviderOutcome
{
    Succeeded = 1,

    /// <summary>Nothing was changed.</summary>
    Failed = 2,

    /// <summary>An eviction that a PodDisruptionBudget does not allow now.</summary>
    PdbBlocked = 3,

    /// <summary>The API server has too much to do; nothing was changed.</summary>
    Throttled = 4,

    /// <summary>Another object has the target's name now.</summary>
    TargetChanged = 5,

    NotFound = 6,

    /// <summary>It was so already.</summary>
    NoOp = 7,

    /// <summary>It may have happened: the answer was lost. Only reading tells.</summary>
    Unknown = 8,

    /// <summary>The target is the same and has changed since the plan was made: read again and decide again.</summary>
    Stale = 9,
}

/// <summary>What came of one call.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Message">A sentence for a person; no secret, nothing longer than a line.</param>
/// <param name="RetryAfter">When it may be tried again, where the API server said so.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.provider-result")]
public sealed record ProviderResult(
    [property: Id(0)] ProviderOutcome Outcome, [property: Id(1)] string Message, [property: Id(2)] TimeSpan? RetryAfter = null)
{
    public static ProviderResult Succeeded(string message) => new(ProviderOutcome.Succeeded, message);

    public static ProviderResult Failed(string reason) => new(ProviderOutcome.Failed, reason);

    public static ProviderResult PdbBlocked(string message, TimeSpan? retryAfter = null) => new(ProviderOutcome.PdbBlocked, message, retryAfter);

    public static ProviderResult Throttled(string message, TimeSpan? retryAfter) => new(ProviderOutcome.Throttled, message, retryAfter);

    public static ProviderResult TargetChanged(string message) => new(ProviderOutcome.TargetChanged, message);

    public static ProviderResult NotFound(string message) => new(ProviderOutcome.NotFound, message);

    public static ProviderResult NoOp(string message) => new(ProviderOutcome.NoOp, message);

    public static ProviderResult Unknown(string message) => new(ProviderOutcome.Unknown, message);

    public static ProviderResult Stale(string message) => new(ProviderOutcome.Stale, message);
}
