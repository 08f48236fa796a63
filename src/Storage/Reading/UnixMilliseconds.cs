namespace AiSre.Storage.Reading;

/// <summary>Instants as the tables have them.</summary>
internal static class UnixMilliseconds
{
    /// <summary>Of an end that is not included, rounded up: what came in its millisecond, and before it, is in.</summary>
    public static long Before(DateTimeOffset end) => end.ToUnixTimeMilliseconds() + (end.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}
