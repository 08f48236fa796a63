using AiSre.Domain.Definitions.OnCall;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>Whose turn it is (docs/rules/on-call.md). Turns are counted, never stored, so that nothing can drift or be lost.</summary>
public static class RotationRules
{
    /// <summary>
    /// When shift <paramref name="k"/> begins and the one before ends: the only place that makes such instants, so that shifts tile the time line
    /// whatever the clocks do.
    /// </summary>
    public static Instant Boundary(RotationLayer layer, int k)
    {
        var (local, zone) = (LocalStart(layer, k), LocalTimes.Zone(layer.TimeZone));
        if (!LocalTimes.IsReckoned(local)) return LocalTimes.At(local, zone);
        var map = zone.MapLocal(local);
        return map.Count > 0 ? map.First().ToInstant() : SkippedBoundary(layer, k, zone, map.LateInterval.IsoLocalStart);
    }

    /// <summary>The last shift that has begun; below 0 before the layer's start. Takes as long for the first shift as for the millionth.</summary>
    public static int NumberAt(RotationLayer layer, Instant at)
    {
        // The clock on the wall is never wrong by more than a few shifts: those that were skipped or come twice on the day that it was changed.
        var k = Estimate(layer, at.InZone(LocalTimes.Zone(layer.TimeZone)).LocalDateTime);
        while (Boundary(layer, k + 1) <= at) k++;
        while (Boundary(layer, k) > at) k--;
        return k;
    }

    public static Shift ShiftAt(RotationLayer layer, Instant at)
    {
        var k = NumberAt(layer, at);
        return new(k, Boundary(layer, k), Boundary(layer, k + 1));
    }

    /// <summary>The place among the members of whoever has shift <paramref name="k"/>.</summary>
    public static int MemberIndex(RotationLayer layer, int k) => Modulo((long)k + layer.IndexOffset, layer.Members.Length);

    /// <summary>When the layer ends; null: never.</summary>
    public static Instant? EndOf(RotationLayer layer) =>
        layer.End is { } end ? LocalTimes.At(end + layer.Handoff, LocalTimes.Zone(layer.TimeZone)) : null;

    /// <summary>Between its start and its end; its restrictions are another question.</summary>
    public static bool IsRunning(RotationLayer layer, Instant at) => at >= Boundary(layer, 0) && !(EndOf(layer) <= at);

    internal static int Modulo(long number, int count) => (int)(((number % count) + count) % count);

    /// <summary>
    /// Where the clocks skip more than a shift is long, several shifts would begin in the gap's shadow, and after the shift that follows it. They
    /// begin no later than that one, and so have no length: their hours did not happen.
    /// </summary>
    private static Instant SkippedBoundary(RotationLayer layer, int k, DateTimeZone zone, LocalDateTime gapEnd)
    {
        var shifted = LocalTimes.At(LocalStart(layer, k), zone);
        do k++;
        while (LocalStart(layer, k) < gapEnd);
        return Instant.Min(shifted, LocalTimes.At(LocalStart(layer, k), zone));
    }

    private static LocalDateTime LocalStart(RotationLayer layer, int k) => layer.Every.Unit switch
    {
        RotationUnit.Hours => (layer.Start + layer.Handoff).PlusHours((long)k * layer.Every.Count),
        RotationUnit.Days => layer.Start.PlusDays(k * layer.Every.Count) + layer.Handoff,
        RotationUnit.Weeks => layer.Start.PlusWeeks(k * layer.Every.Count) + layer.Handoff,
        _ => layer.Start.PlusMonths(k * layer.Every.Count) + layer.Handoff,
    };

    private static int Estimate(RotationLayer layer, LocalDateTime local)
    {
        var (start, date) = (layer.Start, local.Date);
        return layer.Every.Unit switch
        {
            RotationUnit.Hours => ((24 * Period.DaysBetween(start, date)) + local.Hour - layer.Handoff.Hour) / layer.Every.Count,
            RotationUnit.Days => Period.DaysBetween(start, date) / layer.Every.Count,
            RotationUnit.Weeks => Period.DaysBetween(start, date) / 7 / layer.Every.Count,
            _ => ((12 * (date.Year - start.Year)) + date.Month - start.Month) / layer.Every.Count,
        };
    }
}
