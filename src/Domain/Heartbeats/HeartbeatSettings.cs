using AiSre.Domain.Alerts;

namespace AiSre.Domain.Heartbeats;

/// <summary>How often, or when, somebody has promised to say that it lives.</summary>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-settings")]
public sealed record HeartbeatSettings
{
    public const int MinIntervalSeconds = 10;
    public const int MaxIntervalSeconds = 7 * 24 * 3_600;
    public const int DefaultIntervalSeconds = 60;
    public const int MinGraceSeconds = 5;
    public const int MinRuntimeSeconds = 1;

    /// <summary>Of a schedule when nobody said.</summary>
    public const int DefaultScheduleGraceSeconds = 15 * 60;

    /// <summary>From one beat to the next, 10 to 604,800. Default 60. Beside a schedule it does not count, except to older builds.</summary>
    [Id(0)] public int IntervalSeconds { get; init; } = DefaultIntervalSeconds;

    /// <summary>How much later a beat may be, 5 to 604,800. Default half the interval.</summary>
    [Id(1)] public int GraceSeconds { get; init; } = DefaultIntervalSeconds / 2;

    /// <summary>Of the incident that a missing one opens. Default critical.</summary>
    [Id(2)] public Severity Severity { get; init; } = Severity.Critical;

    /// <summary>Whose heart it is; null when nobody said.</summary>
    [Id(3)] public string? Service { get; init; }

    /// <summary>When it should have run, as <see cref="CronSchedule"/> reads it; null: by the interval.</summary>
    [Id(4)] public string? Schedule { get; init; }

    /// <summary>Of the schedule, an IANA name; null: UTC.</summary>
    [Id(5)] public string? TimeZone { get; init; }

    /// <summary>From a start to its end at most, 1 to 604,800; null: as long as it likes.</summary>
    [Id(6)] public int? MaxRuntimeSeconds { get; init; }

    public TimeSpan Interval => TimeSpan.FromSeconds(IntervalSeconds);

    public TimeSpan Grace => TimeSpan.FromSeconds(GraceSeconds);

    public TimeSpan? MaxRuntime => MaxRuntimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether it is waited for at the same times.</summary>
    public bool HasRhythmOf(HeartbeatSettings other) =>
        (IntervalSeconds, GraceSeconds, Schedule, TimeZone) == (other.IntervalSeconds, other.GraceSeconds, other.Schedule, other.TimeZone);

    /// <summary>What somebody has declared, with the defaults of what he left out.</summary>
    /// <param name="interval">Seconds; null: by the schedule.</param>
    /// <param name="schedule">Null: by the interval.</param>
    /// <param name="timeZone">Of the schedule; null: UTC.</param>
    /// <param name="grace">Seconds; null: half the interval, or 15 minutes with a schedule.</param>
    /// <param name="severity">Null: critical.</param>
    /// <param name="service">Null: none.</param>
    /// <param name="maxRuntime">Seconds; null: as long as it likes.</param>
    public static HeartbeatSettings Of(
        int? interval, string? schedule, string? timeZone, int? grace, Severity? severity, string? service, int? maxRuntime) => new()
    {
        // A silo of an earlier build, beside this one in an update, knows intervals only: with the longest it gives nobody up.
        IntervalSeconds = interval ?? MaxIntervalSeconds,
        GraceSeconds = grace ?? (interval is { } seconds ? DefaultGrace(seconds) : DefaultScheduleGraceSeconds),
        Severity = severity ?? Severity.Critical,
        Service = service,
        Schedule = schedule?.Trim(),
        TimeZone = schedule is null ? null : timeZone ?? "UTC",
        MaxRuntimeSeconds = maxRuntime,
    };

    public static int DefaultGrace(int intervalSeconds) => Math.Max(MinGraceSeconds, intervalSeconds / 2);
}
