namespace AiSre.Console.Platform;

/// <summary>What the host of the console knows of the platform as a whole.</summary>
public interface ISystemFacts
{
    /// <summary>Where people and tools reach the platform, without a slash at the end; null when nobody has said.</summary>
    string? PublicUrl { get; }

    /// <summary>Of the program that shows this page.</summary>
    string Version { get; }

    /// <summary>Since when that program runs.</summary>
    DateTimeOffset StartedAt { get; }

    /// <summary>How many live streams this process holds open.</summary>
    int OpenStreams { get; }

    Task<SystemHealth> HealthAsync(CancellationToken cancellation);

    /// <summary>None while the cluster's table cannot be read.</summary>
    Task<IReadOnlyList<SiloFacts>> SilosAsync(CancellationToken cancellation);
}

/// <param name="Checks">One for each line of <c>/health</c>, in its order.</param>
/// <param name="Details">What there is to say about those that are not well.</param>
public sealed record SystemHealth(IReadOnlyList<SystemCheck> Checks, IReadOnlyList<string> Details);

/// <param name="Name">As in <c>/health</c>.</param>
/// <param name="State">How it is.</param>
public sealed record SystemCheck(string Name, CheckState State);

public enum CheckState
{
    Ok,
    Degraded,
    Failed,

    /// <summary>Not set up here, which says nothing about health.</summary>
    NotConfigured,
}

/// <param name="Address">Where other processes reach it.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Status">The cluster's word for it.</param>
/// <param name="StartedAt">Since when it runs.</param>
/// <param name="Activations">Grains in its memory; null when it did not say.</param>
/// <param name="MemoryBytes">What its process uses; null when it did not say.</param>
/// <param name="CpuPercent">Of its machine; null when it did not say.</param>
public sealed record SiloFacts(
    string Address, string Name, string Status, DateTimeOffset StartedAt, int? Activations, long? MemoryBytes, double? CpuPercent);
