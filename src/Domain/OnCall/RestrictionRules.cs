using AiSre.Domain.Definitions.OnCall;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>When a layer is in force. A window that crosses midnight belongs to the day on which it starts (docs/rules/on-call.md).</summary>
internal static class RestrictionRules
{
    /// <summary>Days around an instant whose windows can hold it: a window lasts a day, and clocks have skipped one.</summary>
    private const int Before = 2, After = 1;

    /// <summary>Whatever the days of a restriction, one of them is this near.</summary>
    private const int Farthest = 9;

    public static bool Covers(RotationLayer layer, Instant at)
    {
        if (layer.Restrictions.IsEmpty) return true;
        var zone = LocalTimes.Zone(layer.TimeZone);
        var today = at.InZone(zone).Date;
        foreach (var restriction in layer.Restrictions)
            for (var day = -Before; day <= After; day++)
                if (Window(restriction, today.PlusDays(day), zone) is var (start, end) && start <= at && at < end) return true;
        return false;
    }

    /// <summary>The first instant after <paramref name="after"/> at which a window starts or ends; null when there are none.</summary>
    public static Instant? NextEdge(RotationLayer layer, Instant after)
    {
        if (layer.Restrictions.IsEmpty) return null;
        var zone = LocalTimes.Zone(layer.TimeZone);
        var today = after.InZone(zone).Date;
        Instant? next = null;
        foreach (var restriction in layer.Restrictions)
        {
            for (var day = -Before; day <= Farthest; day++)
            {
                if (Window(restriction, today.PlusDays(day), zone) is not var (start, end)) continue;
                if (start > after && !(next <= start)) next = start;
                if (end > after && !(next <= end)) next = end;
                if (start > after && day > After) break;
            }
        }
        return next;
    }

    private static (Instant Start, Instant End)? Window(Restriction restriction, LocalDate day, DateTimeZone zone)
    {
        if (!restriction.Days.IsEmpty && !restriction.Days.Contains(day.DayOfWeek)) return null;
        var last = restriction.To <= restriction.From ? day.PlusDays(1) : day;
        return (LocalTimes.At(day + restriction.From, zone), LocalTimes.At(last + restriction.To, zone));
    }
}
