using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.Silences;

/// <summary>When the windows of a schedule are, by the calendar of its zone.</summary>
public static class WindowRules
{
    /// <summary>Every weekday comes within a week; a week more for windows that a change of the clock makes empty.</summary>
    private const int DaysAhead = 15;

    /// <summary>A change of the clock moves a window by a day at most, where a zone changes sides of the date line.</summary>
    private const int DaysBehind = 3;

    /// <summary>The window that is open at an instant, else the next one; null when there is no more.</summary>
    public static SilenceWindow? CurrentOrNext(SilenceSchedule schedule, DateTimeOffset now)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(schedule.TimeZone);
        if (zone is null || !LocalTimes.IsReckoned(now.Year)) return null;
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        var first = today.PlusDays(-DaysBehind);
        if (schedule.StartsOn is { } on && LocalDate.FromDateOnly(on) is var earliest && earliest > first) first = earliest;
        if (!LocalTimes.IsReckoned(first.Year)) return null;
        for (var day = 0; day < DaysBehind + DaysAhead; day++)
        {
            if (WindowOn(schedule, first.PlusDays(day), zone) is { } window && window.Until > now) return window;
        }
        return null;
    }

    /// <summary>The windows that a span of the past would have had, cut to it, whatever the dates between which they really start.</summary>
    public static IEnumerable<SilenceWindow> Within(SilenceSchedule schedule, DateTimeOffset from, DateTimeOffset until)
    {
        var always = schedule with { StartsOn = null, EndsOn = null };
        for (var at = from; CurrentOrNext(always, at) is { } window && window.From < until; at = window.Until)
            yield return new(window.From > from ? window.From : from, window.Until < until ? window.Until : until);
    }

    private static SilenceWindow? WindowOn(SilenceSchedule schedule, LocalDate date, DateTimeZone zone)
    {
        if (schedule.EndsOn is { } last && date > LocalDate.FromDateOnly(last)) return null;
        if (schedule.Days.Length > 0 && !schedule.Days.Contains((DayOfWeek)((int)date.DayOfWeek % 7))) return null;
        var end = schedule.ToMinute > schedule.FromMinute ? date : date.PlusDays(1);
        var window = new SilenceWindow(At(date, schedule.FromMinute, zone), At(end, schedule.ToMinute, zone));
        return window.From < window.Until ? window : null;
    }

    private static DateTimeOffset At(LocalDate date, int minute, DateTimeZone zone) =>
        LocalTimes.At(date.At(LocalTime.Midnight.PlusMinutes(minute)), zone).ToDateTimeOffset();
}
