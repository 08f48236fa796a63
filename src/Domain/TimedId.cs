namespace AiSre.Domain;

/// <summary>
/// The part of an id behind its prefix, as people read it aloud at night: 13 characters of Crockford base32, ordered by time. 41 bits of milliseconds
/// since 2024 and 24 bits of a number.
/// </summary>
public static class TimedId
{
    /// <summary>Numbers are below this.</summary>
    public const int Numbers = 1 << 24;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly long Epoch = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The milliseconds that an id counts.</summary>
    public static long MillisecondOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() - Epoch;

    /// <param name="millisecond">From <see cref="MillisecondOf"/>.</param>
    /// <param name="number">Tells ids of one millisecond apart, 0 to <see cref="Numbers"/>, not included.</param>
    public static string Of(long millisecond, int number)
    {
        var bits = ((UInt128)(ulong)millisecond << 24) | (uint)number;
        return string.Create(13, bits, static (text, value) =>
        {
            for (var i = 12; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(value & 31)];
        });
    }
}
