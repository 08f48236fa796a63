namespace AiSre.Cluster.Tests.Runs;

/// <summary>Where a run stands when everything dies, and what must have become of it in the end.</summary>
/// <param name="Name">Where.</param>
/// <param name="End">The status that it ends with.</param>
/// <param name="Evicts">Whether its pod is evicted, which is once then; null: both are right, as long as it is not twice.</param>
internal sealed record CrashPoint(string Name, string End, bool? Evicts)
{
    /// <summary>How it comes near, and waits there for as long as it takes.</summary>
    public required Func<CrashedRun, Task> Prepare { get; init; }

    /// <summary>The rest of the way, which it stands for a few seconds only.</summary>
    public Func<CrashedRun, Task> Reach { get; init; } = static _ => Task.CompletedTask;

    /// <summary>What people do when it is all running again.</summary>
    public Func<CrashedRun, Task> Afterwards { get; init; } = static _ => Task.CompletedTask;

    /// <summary>A call to the cluster is held there.</summary>
    public bool IsHeld { get; init; }

    public override string ToString() => Name;
}
