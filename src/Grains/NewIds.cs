namespace AiSre.Grains;

/// <summary>
/// Ids as people read them aloud at night: a prefix and 13 characters of Crockford base32, time-ordered. 41 bits of milliseconds since 2024 and
/// 24 bits that start at random in each millisecond and count up, so that one process never repeats itself and two rarely meet.
/// </summary>
public static class NewIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly long Epoch = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly Lock Gate = new();
    private static long lastMillisecond;
    private static int sequence;

    public static string Incident(DateTimeOffset now) => "inc-" + Next(now);

    public static string Writer(DateTimeOffset now) => $"{Environment.MachineName}-{Environment.ProcessId}-{Next(now)}";

    public static string Override(DateTimeOffset now) => "ovr-" + Next(now);

    public static string Spooled(DateTimeOffset now) => "spl-" + Next(now);

    /// <summary>Of a message that a person sends to see whether it arrives.</summary>
    public static string Test(DateTimeOffset now) => "test-" + Next(now);

    public static string Silence(DateTimeOffset now) => "sil-" + Next(now);

    private static string Next(DateTimeOffset now)
    {
        long millisecond;
        int number;
        lock (Gate)
        {
            millisecond = now.ToUnixTimeMilliseconds() - Epoch;
            if (millisecond > lastMillisecond)
            {
                lastMillisecond = millisecond;
                sequence = Random.Shared.Next(1 << 23);
            }
            else
            {
                // The clock stood still or went back: stay in order after the last id.
                millisecond = lastMillisecond;
                if (++sequence == 1 << 24) (lastMillisecond, sequence) = (++millisecond, 0);
            }
            number = sequence;
        }
        var bits = ((UInt128)(ulong)millisecond << 24) | (uint)number;
        return string.Create(13, bits, static (text, value) =>
        {
            for (var i = 12; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(value & 31)];
        });
    }
}
