namespace AiSre.Grains.Ledger;

/// <summary>How alarms call what brings the heartbeats of a workspace's definitions into force.</summary>
public static class HeartbeatsTarget
{
    /// <summary>The type of the grain.</summary>
    public const string Kind = "heartbeat-definitions";

    private const string Apply = "apply";

    /// <summary>Compares them with what is waited for then.</summary>
    public static AlarmSet At(string workspace, DateTimeOffset at) => AlarmSet.At(Apply, at) with { Of = new(Kind, workspace, "") };
}
