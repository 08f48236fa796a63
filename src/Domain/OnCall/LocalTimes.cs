using NodaTime;
using NodaTime.TimeZones;

namespace AiSre.Domain.OnCall;

/// <summary>
/// The one way in which local times become instants, here, in quiet hours and in windows of silences: a time that comes twice is the first of the
/// two, one that the clocks skip is as much later as they skip (docs/rules/on-call.md).
/// </summary>
public static class LocalTimes
{
    private const int FirstYear = 2, LastYear = 9_998;

    private static readonly Instant LongAgo = Instant.FromUtc(1, 1, 2, 0, 0);
    private static readonly ZoneLocalMappingResolver Lenient = Resolvers.LenientResolver;

    /// <param name="name">IANA name, of a zone that <see cref="IsZone"/> knows.</param>
    public static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];

    public static bool IsZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    /// <summary>Definitions may name any year; what lies at the ends of the calendar is never.</summary>
    public static Instant At(LocalDateTime local, DateTimeZone zone) => local.Year switch
    {
        < FirstYear => LongAgo,
        > LastYear => Instant.MaxValue,
        _ => zone.ResolveLocal(local, Lenient).ToInstant(),
    };

    internal static bool IsReckoned(LocalDateTime local) => IsReckoned(local.Year);

    /// <summary>Neither days nor zones lead from it out of the years 1 to 9999.</summary>
    public static bool IsReckoned(int year) => year is >= FirstYear and <= LastYear;
}
