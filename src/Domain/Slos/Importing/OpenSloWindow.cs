using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.OnCall;
using NodaTime;
using NodaTime.Text;

namespace AiSre.Domain.Slos.Importing;

/// <summary><c>spec.timeWindow</c> of OpenSLO.</summary>
internal static class OpenSloWindow
{
    private static readonly LocalDateTimePattern Start = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static SloWindow Read(ForeignMap spec)
    {
        if (!spec.Has("timeWindow"))
        {
            spec.Change("timeWindow", "None is written; 30 days that roll are taken.");
            return new();
        }
        if (spec.Only("timeWindow", "window") is not { } window) return new();
        var (duration, isRolling) = (window.Needed("duration"), window.Flag("isRolling"));
        var calendar = window.Map("calendar");
        window.RefuseUnknown();
        if (calendar is not null && isRolling is true) window.Refuse("isRolling", "A window of the calendar does not roll.");
        if (calendar is null && isRolling is false) window.Refuse("isRolling", "A window that does not roll needs 'calendar'.");
        if (duration is null) return new();
        return calendar is null ? Rolling(window, duration) : Calendar(window, calendar, duration);
    }

    private static SloWindow Rolling(ForeignMap window, string duration)
    {
        if (duration is "1M" or "1Q" or "1Y")
        {
            var days = duration switch { "1M" => 30, "1Q" => 90, _ => 365 };
            window.Change("duration", $"A window that rolls has days here: {days}.");
            return SloWindow.Rolling(days);
        }
        if (ForeignValues.Days(duration) is { } whole)
        {
            window.Take("duration", $"Is a window of {whole} days that rolls.");
            return SloWindow.Rolling(whole);
        }
        window.Refuse("duration", $"'{Spelling.Shown(duration)}' is no whole number of days from 1 to {SloWindow.LongestDays}.");
        return new();
    }

    private static SloWindow Calendar(ForeignMap window, ForeignMap calendar, string duration)
    {
        CalendarUnit? unit = duration switch
        {
            "1w" or "7d" => CalendarUnit.Week,
            "1M" => CalendarUnit.Month,
            "1Q" or "3M" => CalendarUnit.Quarter,
            _ => null,
        };
        if (unit is { } known) window.Take("duration", $"Is a {known.ToString().ToLowerInvariant()} of the calendar.");
        else window.Refuse("duration", $"'{Spelling.Shown(duration)}' is no period of the calendar here; allowed: 1w, 1M, 1Q.");
        var zone = calendar.Needed("timeZone");
        if (zone is not null && LocalTimes.IsZone(zone)) calendar.Take("timeZone", "Is its zone.");
        else if (zone is not null) calendar.Refuse("timeZone", $"'{Spelling.Shown(zone)}' is no IANA zone.");
        if (unit is { } period && calendar.Needed("startTime") is { } start) CheckStart(calendar, start, period);
        calendar.RefuseUnknown();
        return unit is null || zone is null ? new() : SloWindow.Calendar(unit.Value, zone);
    }

    /// <summary>Periods begin here where the calendar begins them; one that began at another time would be another window.</summary>
    private static void CheckStart(ForeignMap calendar, string text, CalendarUnit unit)
    {
        if (Start.Parse(text) is not { Success: true, Value: var start } || start.TimeOfDay != LocalTime.Midnight || !Begins(start.Date, unit))
        {
            calendar.Refuse("startTime", $"'{Spelling.Shown(text)}' is not where a {unit.ToString().ToLowerInvariant()} begins: midnight of " +
                (unit is CalendarUnit.Week ? "a Monday." : unit is CalendarUnit.Month ? "a first." : "a first of January, April, July or October."));
        }
        else calendar.Take("startTime", "Is where the calendar begins it.");
    }

    private static bool Begins(LocalDate date, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Week => date.DayOfWeek is IsoDayOfWeek.Monday,
        CalendarUnit.Month => date.Day == 1,
        _ => date.Day == 1 && date.Month % 3 == 1,
    };
}
