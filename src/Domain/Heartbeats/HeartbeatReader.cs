using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Heartbeats;

/// <summary>One of <c>heartbeats</c> (docs/silences.md).</summary>
internal static class HeartbeatReader
{
    private static readonly string[] Keys =
        ["interval_seconds", "schedule", "time_zone", "grace_seconds", "severity", "service", "max_runtime_seconds"];

    public static HeartbeatSettings? Read(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "A heartbeat", context, Keys) is not { } fields) return null;
        if (!fields.Has("interval_seconds") && !fields.Has("schedule")) fields.Need("schedule", "\"0 3 * * *\", or 'interval_seconds'");
        if (fields.Has("interval_seconds") && fields.Has("schedule"))
            fields.Wrong("schedule", "'schedule' does not stand beside 'interval_seconds'; write one of the two.");
        return HeartbeatSettings.Of(
            Seconds(fields, "interval_seconds", HeartbeatSettings.MinIntervalSeconds), Schedule(fields), TimeZone(fields),
            Seconds(fields, "grace_seconds", HeartbeatSettings.MinGraceSeconds),
            fields.Scalar("severity") is { } severity ? Fields.SeverityOf(severity, context) : null, fields.Text("service"),
            Seconds(fields, "max_runtime_seconds", HeartbeatSettings.MinRuntimeSeconds));
    }

    private static int? Seconds(Fields fields, string key, int min) => fields.Whole(key, min, HeartbeatSettings.MaxIntervalSeconds);

    private static string? Schedule(Fields fields)
    {
        if (fields.Text("schedule") is not { } schedule) return null;
        if (CronSchedule.ProblemOf(schedule) is not { } problem) return schedule;
        fields.Wrong("schedule", $"'schedule' is '{Spelling.Shown(schedule)}'. {problem}");
        return null;
    }

    private static string? TimeZone(Fields fields)
    {
        if (fields.Has("time_zone") && !fields.Has("schedule")) fields.Wrong("time_zone", "'time_zone' belongs to a 'schedule'.");
        return fields.Zone("time_zone");
    }
}
