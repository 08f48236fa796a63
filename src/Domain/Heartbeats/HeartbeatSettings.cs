using AiSre.Domain.Alerts;

namespace AiSre.Domain.Heartbeats;

/// <summary>How often somebody has promised to say that it lives.</summary>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-settings")]
public sealed record HeartbeatSettings
{
    public const int MinIntervalSeconds = 10;
    public const int MaxIntervalSeconds = 7 * 24 * 3_600;
    public const int DefaultIntervalSeconds = 60;
    public const int MinGraceSeconds = 5;

    /// <summary>From one beat to the next, 10 to 604,800. Default 60.</summary>
    [Id(0)] public int IntervalSeconds { get; init; } = DefaultIntervalSeconds;

    /// <summary>How much later a beat may be, 5 to 604,800. Default half the interval.</summary>
    [Id(1)] public int GraceSeconds { get; init; } = DefaultIntervalSeconds / 2;

    /// <summary>Of the incident that a missing one opens. Default critical.</summary>
    [Id(2)] public Severity Severity { get; init; } = Severity.Critical;

    /// <summary>Whose heart it is; null when nobody said.</summary>
    [Id(3)] public string? Service { get; init; }

    public TimeSpan Interval => TimeSpan.FromSeconds(IntervalSeconds);

    public TimeSpan Grace => TimeSpan.FromSeconds(GraceSeconds);

    public static int DefaultGrace(int intervalSeconds) => Math.Max(MinGraceSeconds, intervalSeconds / 2);
}
