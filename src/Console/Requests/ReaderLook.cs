using NodaTime;
using NodaTime.Text;

namespace AiSre.Console.Requests;

/// <summary>How a reader wants things shown. Kept in cookies of the browser, which hold nothing else.</summary>
/// <param name="Theme">light, dark, or null for the system's.</param>
/// <param name="Density">compact or comfortable.</param>
/// <param name="Zone">Where the reader is; UTC until a script has told.</param>
public sealed record ReaderLook(string? Theme, string Density, DateTimeZone Zone)
{
    public const string ThemeCookie = "ai_sre_theme";
    public const string DensityCookie = "ai_sre_density";
    public const string ZoneCookie = "ai_sre_zone";

    private static readonly ZonedDateTimePattern ToTheSecond =
        ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm:ss x", DateTimeZoneProviders.Tzdb);

    private static readonly ZonedDateTimePattern Clock = ZonedDateTimePattern.CreateWithInvariantCulture("HH:mm", DateTimeZoneProviders.Tzdb);

    private static readonly ZonedDateTimePattern DayAndClock =
        ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM, HH:mm", DateTimeZoneProviders.Tzdb);

    private static readonly ZonedDateTimePattern ForField =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm", DateTimeZoneProviders.Tzdb);

    internal static ReaderLook Of(HttpRequest request)
    {
        var theme = request.Cookies[ThemeCookie];
        var zone = request.Cookies[ZoneCookie] is { Length: > 0 and <= 64 } name ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) : null;
        return new(
            theme is "light" or "dark" ? theme : null,
            request.Cookies[DensityCookie] is "comfortable" ? "comfortable" : "compact", zone ?? DateTimeZone.Utc);
    }

    /// <summary>Thu 12 Mar 2026, 03:07:02 CET.</summary>
    public string Exact(DateTimeOffset at) => ToTheSecond.Format(In(at));

    /// <summary>03:07 on the same day, else with the day.</summary>
    public string Brief(DateTimeOffset at, DateTimeOffset now) =>
        (In(at).Date == In(now).Date ? Clock : DayAndClock).Format(In(at));

    /// <summary>As fields for date and time want it.</summary>
    public string Field(DateTimeOffset at) => ForField.Format(In(at));

    /// <summary>The last day of the calendar, which many write for "never", has no morning after in zones east of UTC.</summary>
    private ZonedDateTime In(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(at.UtcDateTime.Year is 1 or 9999 ? DateTimeZone.Utc : Zone);
}
