using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>Reads when a heartbeat is to beat, and collects everything that is wrong with it.</summary>
internal static class DeclarationReader
{
    /// <summary>What is declared, or the refusal.</summary>
    public static (HeartbeatSettings? Settings, ProblemResult? Problem) Read(HeartbeatDeclaration said)
    {
        var errors = Problems(said.IntervalSeconds, said.GraceSeconds, said.Severity, said.Service);
        if (said.IntervalSeconds is null && said.Schedule is null) Refuse("interval_seconds", "One of interval_seconds and schedule is required.");
        if (said.IntervalSeconds is not null && said.Schedule is not null) Refuse("schedule", "Must not stand beside interval_seconds.");
        if (said.Schedule is { } schedule)
            Refuse("schedule", schedule.Length > 200 ? "Must be at most 200 characters long." : CronSchedule.ProblemOf(schedule));
        else if (said.TimeZone is not null) Refuse("time_zone", "Belongs to a schedule.");
        if (said.TimeZone is { } zone) Refuse("time_zone", CronSchedule.ProblemOfZone(zone));
        Seconds(errors, said.MaxRuntimeSeconds, "max_runtime_seconds", HeartbeatSettings.MinRuntimeSeconds);
        return errors.Count == 0 ? (Settings(said), null) : (null, Errors.Problems.Unprocessable(errors));

        void Refuse(string field, string? message)
        {
            if (message is not null) errors.Add(new(["body", field], message));
        }
    }

    /// <summary>What is wrong with what a beat may say too.</summary>
    public static List<FieldError> Problems(int? interval, int? grace, string? severity, string? service)
    {
        var errors = new List<FieldError>();
        Seconds(errors, interval, "interval_seconds", HeartbeatSettings.MinIntervalSeconds);
        Seconds(errors, grace, "grace_seconds", HeartbeatSettings.MinGraceSeconds);
        if (severity is not null && !SeverityQuery.Words.Contains(severity))
            errors.Add(new(["body", "severity"], "Must be one of critical, high, warning, info."));
        if (service?.Length is 0 or > 200) errors.Add(new(["body", "service"], "Must be 1 to 200 characters long."));
        return errors;
    }

    private static void Seconds(List<FieldError> errors, int? seconds, string field, int min)
    {
        if (seconds < min || seconds > HeartbeatSettings.MaxIntervalSeconds)
            errors.Add(new(["body", field], Invariant($"Must be a whole number from {min} to {HeartbeatSettings.MaxIntervalSeconds}.")));
    }

    private static HeartbeatSettings Settings(HeartbeatDeclaration said) => HeartbeatSettings.Of(
        said.IntervalSeconds, said.Schedule, said.TimeZone, said.GraceSeconds, said.Severity is { } severity ? SeverityMap.Parse(severity) : null,
        said.Service, said.MaxRuntimeSeconds);
}
