namespace AiSre.Domain.Alarms;

/// <summary>When an alarm is late, and what that means.</summary>
public static class AlarmRules
{
    /// <summary>Later than this is worth telling.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>When nobody looked at alarms for longer than this, the platform was away, and those who talk to it could not.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>For the timeline: null when it was in time.</summary>
    public static long? LateBySeconds(DateTimeOffset dueAt, DateTimeOffset now) => now - dueAt > Tolerance ? (long)(now - dueAt).TotalSeconds : null;

    /// <summary>Until when the platform was away: until now, when the alarm itself comes that late.</summary>
    public static DateTimeOffset? AwayUntil(DateTimeOffset dueAt, DateTimeOffset? awayUntil, DateTimeOffset now) =>
        now - dueAt > Outage ? now : awayUntil;

    /// <summary>How long an alarm rests after its n-th failure in a row: 1, 2, 4 seconds, and so on up to a minute.</summary>
    public static TimeSpan PauseAfter(int failures) =>
        failures > 6 ? LongestPause : TimeSpan.FromSeconds(Math.Min(1 << (failures - 1), LongestPause.TotalSeconds));
}
