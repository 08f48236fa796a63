using NodaTime;
using NodaTime.Text;

namespace AiSre.Console.Requests;

/// <summary>Times as people and browsers write them into fields and addresses; null for what is none, or lies at the ends of the calendar.</summary>
internal static class FieldTimes
{
    private static readonly LocalDateTimePattern WithoutSeconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary><c>2026-05-25T12:00</c>, with seconds or without, in a zone.</summary>
    public static DateTimeOffset? Local(string text, DateTimeZone zone)
    {
        var local = WithoutSeconds.Parse(text);
        if (!local.Success) local = LocalDateTimePattern.ExtendedIso.Parse(text);
        return local.Success && IsCommon(local.Value.Year) ? local.Value.InZoneLeniently(zone).ToInstant().ToDateTimeOffset() : null;
    }

    /// <summary><c>2026-05-25T12:00:00+02:00</c>.</summary>
    public static DateTimeOffset? Exact(string text) =>
        OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var exact } && IsCommon(exact.Year)
            ? exact.ToInstant().ToDateTimeOffset()
            : null;

    /// <summary>No zone or offset leads out of the years 1 to 9999.</summary>
    private static bool IsCommon(int year) => year is >= 2 and <= 9998;
}
