namespace AiSre.Grains.Actions;

/// <summary>What the operator of a silo says about actions.</summary>
public sealed record ActionOptions
{
    /// <summary>Nothing is executed as long as this process runs, whatever anybody turns; default false.</summary>
    public bool KillSwitch { get; init; }

    /// <summary>The namespace that the platform runs in, which is protected; null (the default): not known.</summary>
    public string? OwnNamespace { get; init; }

    /// <summary>
    /// What was asked for where there were no API keys may be executed: this process has none either, and its operator allows it; default false.
    /// It is looked at when something is done, because a run or an approval may have outlived a restart that brought keys.
    /// </summary>
    public bool DevModeActs { get; init; }
}
