namespace AiSre.Grains.Ledger;

/// <summary>How alarms call what looks at a workspace's objectives.</summary>
public static class SlosTarget
{
    /// <summary>The type of the grain.</summary>
    public const string Kind = "slos";

    private const string Evaluate = "evaluate";

    public static AlarmTarget Of(string workspace) => new(Kind, workspace, "");

    /// <summary>Looks at all of them then.</summary>
    public static AlarmSet At(string workspace, DateTimeOffset at) => AlarmSet.At(Evaluate, at) with { Of = Of(workspace) };
}
