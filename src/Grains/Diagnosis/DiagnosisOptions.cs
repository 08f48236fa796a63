namespace AiSre.Grains.Diagnosis;

/// <summary>How incidents are diagnosed that nobody has asked about.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>New incidents are looked at without being asked for. Default false: without a cluster there is little to see.</summary>
    public bool RunsByItself { get; init; }

    /// <summary>How long after an incident opened: its group has formed by then, and events have been written. Default 5 s.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of those at once on a silo. Default 2.</summary>
    public int AtOnce { get; init; } = 2;
}
