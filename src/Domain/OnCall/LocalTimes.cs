using NodaTime;
using NodaTime.TimeZones;

namespace AiSre.Domain.OnCall;

/// <summary>
/// The one way in which local times become instants, here and in quiet hours: a time that comes twice is the first of the two, one that the clocks
/// skip is as much later as they skip (semantics 2.3).
/// </summary>
public static class LocalTimes
{
    private static readonly ZoneLocalMappingResolver Lenient = Resolvers.LenientResolver;

    /// <summary>What may be asked for: outside of it calendars are guesses.</summary>
    public static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);

    /// <summary>Not included.</summary>
    public static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    /// <param name="name">IANA name, of a zone that <see cref="IsZone"/> knows.</param>
    public static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];

    public static bool IsZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    public static Instant At(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, Lenient).ToInstant();
}
