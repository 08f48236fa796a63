namespace AiSre.Grains.Actions;

/// <summary>What the operator of a silo says about actions.</summary>
public sealed record ActionOptions
{
    /// <summary>Nothing is executed as long as this process runs, whatever anybody turns; default false.</summary>
    public bool KillSwitch { get; init; }

    /// <summary>The namespace that the platform runs in, which is protected; null (the default): not known.</summary>
    public string? OwnNamespace { get; init; }
}
