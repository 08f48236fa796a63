namespace AiSre.Grains;

/// <summary>When a line of the log is due that says how often something happened: whoever is broken is broken all the time.</summary>
/// <param name="clock">Of this process.</param>
/// <param name="pause">Between two lines, at least.</param>
public sealed class LogPace(TimeProvider clock, TimeSpan pause)
{
    private readonly Lock gate = new();
    private long? at;
    private int untold;

    /// <summary>How many there were since the last line, these among them, when it is time for one.</summary>
    /// <param name="more">How many more there are, at least one.</param>
    public int? Count(int more = 1)
    {
        lock (gate)
        {
            untold += more;
            if (at is { } last && clock.GetElapsedTime(last) < pause) return null;
            at = clock.GetTimestamp();
            (var told, untold) = (untold, 0);
            return told;
        }
    }
}
