using AiSre.Domain.Access;

namespace AiSre.Console.Keys;

/// <summary>Whether a key opens anything.</summary>
public enum KeyStanding
{
    Counts,

    /// <summary>Another was made in its place, and both open for a while.</summary>
    Replaced,

    /// <summary>It counts, and not for long.</summary>
    EndsSoon,

    /// <summary>Its time is over.</summary>
    Ended,

    /// <summary>Somebody withdrew it.</summary>
    Revoked,
}

internal static class KeyStandings
{
    /// <summary>So long before its end a key that nobody has replaced is pointed out.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static KeyStanding StandingAt(this ManagedKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? KeyStanding.Revoked
        : key.ExpiresAt <= now ? KeyStanding.Ended
        : key.ReplacedBy is not null ? KeyStanding.Replaced
        : key.ExpiresAt - now < Soon ? KeyStanding.EndsSoon
        : KeyStanding.Counts;
}
