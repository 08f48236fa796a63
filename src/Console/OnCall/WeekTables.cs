using AiSre.Grains.OnCall;
using NodaTime;
using NodaTime.Calendars;
using NodaTime.Text;

namespace AiSre.Console.OnCall;

/// <summary>
/// Lays shifts out in weeks, to the hour by the team's clocks. What is shorter than an hour is shown as one: a gap is never left out.
/// </summary>
internal static class WeekTables
{
    private const int Hours = 7 * 24;

    private static readonly LocalDatePattern DayName = LocalDatePattern.CreateWithInvariantCulture("ddd d");
    private static readonly LocalDatePattern DayOfNewMonth = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM");
    private static readonly LocalDateTimePattern Exact = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM HH:mm");

    /// <param name="rota">Everything that reaches into the week.</param>
    /// <param name="monday">Its first day.</param>
    /// <param name="zone">The team's.</param>
    /// <param name="today">By the team's clocks.</param>
    /// <param name="reader">Whose shifts stand out.</param>
    public static Week Of(TeamSchedule rota, LocalDate monday, DateTimeZone zone, LocalDate today, string reader)
    {
        var rows = new List<WeekRow>();
        if (Row("Override", rota.Final.Where(entry => entry.IsOverride), "over") is { } over) rows.Add(over);
        foreach (var layer in rota.Layers.Reverse())
        {
            if (Row(layer.Layer, layer.Entries.Where(entry => entry.Person is not null), null) is { } row) rows.Add(row);
        }
        if (Row("On call", rota.Final.OrderByDescending(entry => entry.Person is not null), null, counts: true) is { } sum) rows.Add(sum);
        return new(
            FormattableString.Invariant($"Week {WeekYearRules.Iso.GetWeekOfWeekYear(monday)}"),
            [.. Enumerable.Range(0, 7).Select(day => Day(monday.PlusDays(day), today))], [.. rows]);

        WeekRow? Row(string name, IEnumerable<DutyEntry> entries, string? look, bool counts = false)
        {
            var hours = new DutyEntry?[Hours];
            // Where an hour holds several, the last one is shown: of the row that counts the gaps come last.
            foreach (var entry in entries)
            {
                var (from, to) = (HourOf(entry.Start), HourOf(entry.End));
                if (entry.End <= InstantOf(monday) || entry.Start >= InstantOf(monday.PlusWeeks(1))) continue;
                for (var hour = Math.Min(from, Hours - 1); hour < Math.Max(to, Math.Min(from, Hours - 1) + 1); hour++) hours[hour] = entry;
            }
            return Array.TrueForAll(hours, hour => hour is null) ? null : new(name, counts, [.. Cells(hours, look, counts)]);
        }

        IEnumerable<WeekCell> Cells(DutyEntry?[] hours, string? look, bool counts)
        {
            for (var (start, hour) = (0, 1); hour <= Hours; hour++)
            {
                if (hour < Hours && ReferenceEquals(hours[hour], hours[start])) continue;
                yield return hours[start] is { } entry ? Cell(entry, hour - start, look, counts) : new(hour - start, null, null, "");
                start = hour;
            }
        }

        WeekCell Cell(DutyEntry entry, int length, string? look, bool counts)
        {
            var mine = counts && string.Equals(entry.Person, reader, StringComparison.OrdinalIgnoreCase);
            var why = entry.Reason is { } reason ? $": {reason}" : "";
            return new(
                length, entry.Person ?? "nobody", entry.Person is null ? "crit" : mine ? "mine" : look,
                $"{entry.Person ?? "nobody"}, {Local(entry.Start)} to {Local(entry.End)}{why}");
        }

        DateTimeOffset InstantOf(LocalDate date) => date.AtStartOfDayInZone(zone).ToDateTimeOffset();

        int HourOf(DateTimeOffset at)
        {
            var local = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;
            return (int)Math.Clamp(Math.Round(Period.Between(monday.AtMidnight(), local, PeriodUnits.Minutes).Minutes / 60.0), 0, Hours);
        }

        string Local(DateTimeOffset at) => Exact.Format(Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime);
    }

    private static WeekDay Day(LocalDate day, LocalDate today) => new((day.Day == 1 ? DayOfNewMonth : DayName).Format(day), day == today);
}
