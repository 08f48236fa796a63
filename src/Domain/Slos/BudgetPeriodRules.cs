using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.Slos;

/// <summary>Where a window begins and ends.</summary>
public static class BudgetPeriodRules
{
    public static BudgetPeriod At(SloWindow window, DateTimeOffset now)
    {
        if (window.Unit is not { } unit) return new(now.AddDays(-window.Days), now);
        var zone = LocalTimes.Zone(window.TimeZone);
        var start = StartOf(unit, Instant.FromDateTimeOffset(now).InZone(zone).Date);
        var next = unit switch
        {
            CalendarUnit.Week => start.PlusWeeks(1),
            CalendarUnit.Month => start.PlusMonths(1),
            _ => start.PlusMonths(3),
        };
        return new(Midnight(start, zone), Midnight(next, zone));
    }

    private static LocalDate StartOf(CalendarUnit unit, LocalDate date) => unit switch
    {
        CalendarUnit.Week => date.DayOfWeek is IsoDayOfWeek.Monday ? date : date.Previous(IsoDayOfWeek.Monday),
        CalendarUnit.Month => new(date.Year, date.Month, 1),
        _ => new(date.Year, (date.Month - 1) / 3 * 3 + 1, 1),
    };

    private static DateTimeOffset Midnight(LocalDate date, DateTimeZone zone) =>
        LocalTimes.At(date.AtMidnight(), zone).ToDateTimeOffset();
}
