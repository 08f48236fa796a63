namespace AiSre.Api.Cluster;

/// <summary>The time that one request may spend on grain calls, however many it makes and however often they are tried again.</summary>
internal sealed class CallBudget(TimeProvider clock)
{
    /// <summary>A failed call is tried again until this time after the request came. 5 s.</summary>
    private static readonly TimeSpan Retrying = TimeSpan.FromSeconds(5);

    /// <summary>No call begins later than this, so that with its time-out the request ends within 10 s. 7.5 s.</summary>
    private static readonly TimeSpan Calling = TimeSpan.FromSeconds(7.5);

    private static readonly AsyncLocal<CallBudget?> Ambient = new();
    private readonly long began = clock.GetTimestamp();

    /// <summary>That of the request that is being answered, or a new one for a call outside of any.</summary>
    public static CallBudget Of(TimeProvider clock) => Ambient.Value ?? new CallBudget(clock);

    public static void Begin(TimeProvider clock) => Ambient.Value = new CallBudget(clock);

    public bool AllowsRetry => clock.GetElapsedTime(began) < Retrying;

    public bool AllowsCall => clock.GetElapsedTime(began) < Calling;
}
