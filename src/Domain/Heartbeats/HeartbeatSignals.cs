using AiSre.Domain.Alerts;

namespace AiSre.Domain.Heartbeats;

/// <summary>What the intake is told of a heartbeat. All of them are of one identity, so the next beat ends each of them.</summary>
public static class HeartbeatSignals
{
    /// <summary>The beginning or the end of a silence.</summary>
    /// <param name="name">Whose heart it is.</param>
    /// <param name="settings">What it has promised.</param>
    /// <param name="lastBeat">The default when none has ever come.</param>
    /// <param name="expected">When one should have come.</param>
    /// <param name="kind">Which of the two it is.</param>
    public static AlertSignal Silence(string name, HeartbeatSettings settings, DateTimeOffset lastBeat, DateTimeOffset? expected, SignalKind kind) =>
        Of(name, settings, kind) with
        {
            Title = $"Heartbeat {name} is missing",
            Description = FormattableString.Invariant(
                $"{(lastBeat == default ? "No beat has come yet." : $"The last beat came at {Time(lastBeat)}.")} {Promise(settings)}"),
            StartsAt = expected,
        };

    /// <summary>A run that began and has not ended.</summary>
    public static AlertSignal Overrun(string name, HeartbeatSettings settings, DateTimeOffset startedAt, DateTimeOffset endsBy) =>
        Of(name, settings, SignalKind.Firing) with
        {
            Title = $"Heartbeat {name} has not ended",
            Description = FormattableString.Invariant($"It started at {Time(startedAt)} and may take {settings.MaxRuntimeSeconds} s."),
            StartsAt = endsBy,
        };

    /// <summary>It says itself that it has failed.</summary>
    /// <param name="name">Whose heart it is.</param>
    /// <param name="settings">What it has promised.</param>
    /// <param name="said">Its own words, if it had any.</param>
    /// <param name="now">When.</param>
    public static AlertSignal Failure(string name, HeartbeatSettings settings, string? said, DateTimeOffset now) =>
        Of(name, settings, SignalKind.Firing) with
        {
            Title = $"Heartbeat {name} says that it failed",
            Description = said ?? "It said so itself; nothing is known of why.",
            StartsAt = now,
        };

    private static string Promise(HeartbeatSettings settings)
    {
        var when = settings.Schedule is { } schedule ? $"by {schedule} ({settings.TimeZone ?? "UTC"})"
            : FormattableString.Invariant($"every {settings.IntervalSeconds} s");
        return FormattableString.Invariant($"One is expected {when} and may be {settings.GraceSeconds} s late.");
    }

    private static string Time(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    private static AlertSignal Of(string name, HeartbeatSettings settings, SignalKind kind) => new()
    {
        Source = AlertSource.Heartbeat,
        ReportedSource = AlertSource.Heartbeat,
        Kind = kind,
        Identity = name,
        Fingerprint = $"heartbeat:{name}",
        Severity = settings.Severity,
        Subject = new AlertSubject { Service = settings.Service },
    };
}
