using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.Escalation;

/// <summary>
/// When a step that falls into quiet hours is due (docs/rules/escalation.md). Windows begin and end by the calendar of their zone, whatever its
/// clocks do.
/// </summary>
public static class QuietHoursRules
{
    /// <summary>Windows that follow one another without a pause are one; after so many days of them it is not put off any further.</summary>
    private const int LongestDays = 8;

    /// <summary>Whether these hours are quiet for a severity at all.</summary>
    public static bool Apply(QuietHours? quiet, Severity severity) => quiet is not null && quiet.Severities.Contains(severity);

    /// <summary>The end of the quiet hours that an instant lies in; null when it lies in none. A zone that is not known has none.</summary>
    public static DateTimeOffset? EndAt(QuietHours quiet, DateTimeOffset at)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(quiet.TimeZone) is not { } zone) return null;
        var instant = Instant.FromDateTimeOffset(at);
        Instant? end = null;
        for (var day = 0; day < LongestDays && WindowAt(quiet, zone, end ?? instant) is { } next; day++) end = next;
        return end?.ToDateTimeOffset();
    }

    /// <summary>The end of the window, of those that start today and yesterday, that an instant lies in.</summary>
    private static Instant? WindowAt(QuietHours quiet, DateTimeZone zone, Instant at)
    {
        var (from, to) = (TimeOf(quiet.From), TimeOf(quiet.To));
        var today = at.InZone(zone).Date;
        foreach (var start in new[] { today, today.PlusDays(-1) })
        {
            if (!quiet.Days.IsDefaultOrEmpty && !quiet.Days.Contains((int)start.DayOfWeek)) continue;
            var end = to <= from ? start.PlusDays(1) : start;
            var until = LocalTimes.At(end + to, zone);
            if (LocalTimes.At(start + from, zone) <= at && at < until) return until;
        }
        return null;
    }

    private static LocalTime TimeOf(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).GetValueOrThrow();
}
