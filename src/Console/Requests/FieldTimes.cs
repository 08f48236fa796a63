using AiSre.Domain.OnCall;
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
        return local.Success && LocalTimes.IsReckoned(local.Value.Year) ? LocalTimes.At(local.Value, zone).ToDateTimeOffset() : null;
    }

    /// <summary><c>2026-05-25T12:00:00+02:00</c>.</summary>
    public static DateTimeOffset? Exact(string text) =>
        OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var exact } && LocalTimes.IsReckoned(exact.Year)
            ? exact.ToInstant().ToDateTimeOffset()
            : null;
}
