using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Freeze windows begin and end by the calendar of their zone, whatever its clocks do.</summary>
public static class FreezeRules
{
    /// <summary>A change of the clock moves a window by a day at most, and a window may last into the next.</summary>
    private const int Before = 2, After = 1;

    private const int Week = 7;

    internal static Verdict NotFrozen(CaseView view)
    {
        var windows = view.Policy?.Freeze ?? [];
        if (windows.IsDefaultOrEmpty) return Verdict.Skip("The policy has no freeze windows.");
        var held = new List<string>();
        foreach (var window in windows)
        {
            if (!LocalTimes.IsZone(window.TimeZone))
                return Verdict.Blind($"The freeze window '{window.Name}'", $"there is no time zone '{window.TimeZone}'", RefusalCode.FreezeWindow);
            if (EndAt(window, view.Now) is not { } end) continue;
            // What acts by itself has a role, and no judgement.
            var isAlone = view.Case.Caller.IsUnattended && !view.IsApprovedByPerson;
            if (isAlone || !window.AllowRoles.Contains(view.Case.Caller.Role))
                return Verdict.Refuse(
                    RefusalCode.FreezeWindow, FormattableString.Invariant(
                        $"The freeze window '{window.Name}' of the policy '{view.Policy!.Name}' lasts until {end:yyyy-MM-dd'T'HH:mm}Z."),
                    end - view.Now);
            held.Add(window.Name);
        }
        return held.Count == 0
            ? Verdict.Pass("No freeze window is open.")
            : Verdict.Warn($"The freeze window '{held[0]}' is open; the role {view.Case.Caller.Role.Name()} may act in it.");
    }

    /// <summary>Whether an instant lies in the window; never in one whose time zone there is not.</summary>
    public static bool IsOn(FreezeWindow window, DateTimeOffset at) => LocalTimes.IsZone(window.TimeZone) && EndAt(window, at) is not null;

    /// <summary>The end of the window, in UTC, that an instant lies in; null when it lies in none.</summary>
    public static DateTimeOffset? EndAt(FreezeWindow window, DateTimeOffset at)
    {
        var (zone, instant) = (LocalTimes.Zone(window.TimeZone), Instant.FromDateTimeOffset(at));
        var today = instant.InZone(zone).Date;
        for (var day = -Before; day <= After; day++)
        {
            var start = today.PlusDays(day);
            if (!IsDay(window, start)) continue;
            var until = At(window.ToMinute > window.FromMinute ? start : start.PlusDays(1), window.ToMinute, zone);
            if (At(start, window.FromMinute, zone) <= instant && instant < until) return until.ToDateTimeOffset();
        }
        return null;
    }

    /// <summary>When the window next begins, in UTC, after an instant.</summary>
    public static DateTimeOffset NextStart(FreezeWindow window, DateTimeOffset at)
    {
        var (zone, instant) = (LocalTimes.Zone(window.TimeZone), Instant.FromDateTimeOffset(at));
        var today = instant.InZone(zone).Date;
        return Enumerable.Range(0, Week + 1).Select(today.PlusDays).Where(day => IsDay(window, day)).Select(day => At(day, window.FromMinute, zone))
            .First(start => start > instant).ToDateTimeOffset();
    }

    private static bool IsDay(FreezeWindow window, LocalDate day) =>
        window.Days.IsDefaultOrEmpty || window.Days.Contains((int)day.DayOfWeek);

    private static Instant At(LocalDate date, int minute, DateTimeZone zone) => minute == 1440
        ? LocalTimes.At(date.PlusDays(1).AtMidnight(), zone)
        : LocalTimes.At(date.At(LocalTime.Midnight.PlusMinutes(minute)), zone);
}
