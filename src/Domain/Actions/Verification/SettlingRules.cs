namespace AiSre.Domain.Actions.Verification;

/// <summary>How it is found out what became of an action whose answer was lost, and for how long that is tried.</summary>
public static class SettlingRules
{
    /// <summary>An attempt asks a cluster for nothing after so long.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(45);

    /// <summary>
    /// So long after its beginning an action may still happen: an API server goes on with what the last moment of an attempt asked of it, also when
    /// nobody waits for the answer any more.
    /// </summary>
    public static readonly TimeSpan MayHappenFor = LongestAttempt + TimeSpan.FromSeconds(10);

    /// <summary>A cluster that is gone must not keep a workload for ever.</summary>
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15), Longest = TimeSpan.FromMinutes(5);

    /// <summary>What reading tells: that it was not done only when it cannot be done any more, for until then it may just be late.</summary>
    /// <param name="read">What was read; null: reading did not tell.</param>
    /// <param name="since">The action began.</param>
    public static ProviderResult Found(ProviderResult? read, TimeSpan since) => read switch
    {
        null => ProviderResult.Unknown("What became of it could not be read yet."),
        { Outcome: ProviderOutcome.Failed } when since < MayHappenFor =>
            ProviderResult.Unknown("It seems not to have been done, and the cluster may still be at it."),
        _ => read,
    };

    /// <summary>
    /// How long until the next look: as long as it has taken already, within bounds, and not past the moment at which it is known more. Null: it is
    /// given up.
    /// </summary>
    /// <param name="since">The action began.</param>
    public static TimeSpan? NextLook(TimeSpan since)
    {
        if (since >= GivesUpAfter) return null;
        var pause = since < Shortest ? Shortest : since > Longest ? Longest : since;
        var next = since < MayHappenFor ? MayHappenFor : GivesUpAfter;
        return since + pause > next ? next - since : pause;
    }
}
