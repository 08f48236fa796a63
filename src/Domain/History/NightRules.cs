using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.History;

/// <summary>How much of a time is night, from 22:00 to 07:00, whatever the clocks do meanwhile.</summary>
public static class NightRules
{
    /// <summary>Who has not been heard of for so long was not kept awake.</summary>
    private static readonly Duration Longest = Duration.FromDays(7);

    private static readonly LocalTime Dusk = new(22, 0);
    private static readonly LocalTime Dawn = new(7, 0);

    public static double Minutes(DateTimeOffset from, DateTimeOffset to, DateTimeZone zone)
    {
        var (begin, end) = (Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to));
        end = Instant.Min(end, begin + Longest);
        var night = Duration.Zero;
        for (var day = begin.InZone(zone).Date.PlusDays(-1); ; day = day.PlusDays(1))
        {
            var dusk = LocalTimes.At(day + Dusk, zone);
            if (dusk >= end) return night.TotalMinutes;
            var (first, last) = (Instant.Max(begin, dusk), Instant.Min(end, LocalTimes.At(day.PlusDays(1) + Dawn, zone)));
            if (last > first) night += last - first;
        }
    }
}
