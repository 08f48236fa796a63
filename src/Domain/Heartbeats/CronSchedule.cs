using System.Collections.Frozen;
using Cronos;
using NodaTime;
using NodaTime.TimeZones;

namespace AiSre.Domain.Heartbeats;

/// <summary>
/// When a job should run: the five fields of a crontab, by the clocks of a zone. As with cron, a time that the clocks skip is the moment in which
/// they have moved; one that comes twice is the first of the two, and both where the hour or the minute is a star.
/// </summary>
public sealed class CronSchedule
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["@hourly"] = "0 * * * *", ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *", ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *", ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the calendar of the parser ends. Nothing is waited for after it.</summary>
    private static readonly DateTimeOffset End = new(2499, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly CronExpression expression;
    private readonly DateTimeZone zone;

    /// <summary>Both of the times that come twice count.</summary>
    private readonly bool repeats;

    private CronSchedule(CronExpression expression, bool repeats, DateTimeZone zone) =>
        (this.expression, this.repeats, this.zone) = (expression, repeats, zone);

    /// <param name="text">One that has no problem.</param>
    /// <param name="timeZone">The same; null: UTC.</param>
    public static CronSchedule Of(string text, string? timeZone)
    {
        if (Parse(text, out var repeats, out var problem) is not { } expression) throw new ArgumentException(problem, nameof(text));
        return new(expression, repeats, timeZone is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb[timeZone]);
    }

    /// <summary>What is wrong with the text of one; null: nothing.</summary>
    public static string? ProblemOf(string text) => Parse(text, out _, out var problem) is null ? problem : null;

    /// <summary>What is wrong with the name of a zone; null: nothing.</summary>
    public static string? ProblemOfZone(string name)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null) return null;
        var near = Spelling.Nearest(name, DateTimeZoneProviders.Tzdb.Ids) is { } meant ? $"Did you mean {meant}? " : "";
        return $"'{Spelling.Shown(name)}' is no time zone. {near}Allowed are IANA names such as Europe/Berlin and UTC.";
    }

    /// <summary>The first time after an instant.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var part = zone.GetZoneInterval(Instant.FromDateTimeOffset(after));
        var (from, inclusive) = (Local(after, part), false);
        if (Begin(part) is var begin && begin > from) (from, inclusive) = (begin, true);
        while (expression.GetNextOccurrence(from, inclusive) is { } next)
        {
            if (!part.HasEnd || next < Wall(part.IsoLocalEnd)) return At(next, part);
            var later = zone.GetZoneInterval(part.End);
            // The clocks skip it.
            if (next < Wall(later.IsoLocalStart)) return part.End.ToDateTimeOffset();
            (from, inclusive, part) = (Begin(later), true, later);
        }
        return End;
    }

    /// <summary>The last time up to an instant, which may be that instant; null when there was none.</summary>
    public DateTimeOffset? Previous(DateTimeOffset until)
    {
        var part = zone.GetZoneInterval(Instant.FromDateTimeOffset(until));
        var (to, inclusive) = (Local(until, part), true);
        while (expression.GetPreviousOccurrence(to, inclusive) is { } previous)
        {
            if (previous >= Begin(part)) return At(previous, part);
            var before = Before(part);
            if (previous >= Wall(before.IsoLocalEnd)) return part.Start.ToDateTimeOffset();
            (to, inclusive, part) = (Wall(before.IsoLocalEnd), false, before);
        }
        return null;
    }

    private static CronExpression? Parse(string text, out bool repeats, out string? problem)
    {
        var named = Names.GetValueOrDefault(text.Trim(), text);
        var fields = named.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        repeats = fields is [var minute, var hour, ..] && (minute[0] == '*' || hour[0] == '*');
        try
        {
            problem = named.TrimStart().StartsWith('@') ? $"There is no {Spelling.Shown(named)}; {Spelling.Allowed(named, Names.Keys.Order())}"
                : fields.Length != 5 ? "Must be the five fields of a crontab, such as 0 3 * * *: minute, hour, day of the month, month, weekday."
                : null;
            if (problem is not null) return null;
            var expression = CronExpression.Parse(string.Join(' ', fields));
            if (expression.GetNextOccurrence(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is not null) return expression;
            problem = "It never comes: no such day is in the calendar.";
        }
        catch (CronFormatException exception)
        {
            problem = exception.Message;
        }
        catch (MissingSeedException)
        {
            problem = "H stands for a time that others choose; write the time itself.";
        }
        return null;
    }

    /// <summary>The local time from which a part of the zone's calendar counts: what the part before it has had does not come again.</summary>
    private DateTime Begin(ZoneInterval part)
    {
        if (!part.HasStart) return DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
        var (start, had) = (Wall(part.IsoLocalStart), Wall(Before(part).IsoLocalEnd));
        return repeats || had < start ? start : had;
    }

    private ZoneInterval Before(ZoneInterval part) => zone.GetZoneInterval(part.Start - Duration.Epsilon);

    /// <summary>Local times are put to the parser as if they were UTC.</summary>
    private static DateTime Wall(LocalDateTime local) => DateTime.SpecifyKind(local.ToDateTimeUnspecified(), DateTimeKind.Utc);

    private static DateTime Local(DateTimeOffset at, ZoneInterval part) => at.UtcDateTime + part.WallOffset.ToTimeSpan();

    private static DateTimeOffset At(DateTime wall, ZoneInterval part) => new(wall - part.WallOffset.ToTimeSpan());
}
